/** Loss tracking and the ring that repairs come from. */
@NullMarked
package io.framecast.protocol.repair;

import org.jspecify.annotations.NullMarked;
