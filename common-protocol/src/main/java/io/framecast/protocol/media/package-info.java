/** Frames to fragments and back, and the catalog. */
@NullMarked
package io.framecast.protocol.media;

import org.jspecify.annotations.NullMarked;
