/** Rules that hold for the whole core. */
@NullMarked
package io.framecast.protocol;

import org.jspecify.annotations.NullMarked;
