/** Where an option's value comes from, and how its text is read. */
@NullMarked
package io.framecast.launcher.option;

import org.jspecify.annotations.NullMarked;
