/** Serial numbers, clock offsets, and how old things are. */
@NullMarked
package io.framecast.protocol.time;

import org.jspecify.annotations.NullMarked;
