/** The subscriber as a program: several streams at once, headless or with a shell. */
@NullMarked
package io.framecast.subscriber;

import org.jspecify.annotations.NullMarked;
