/** Codecs and their decoders, through libav in this process. */
@NullMarked
package io.framecast.subscriber.media;

import org.jspecify.annotations.NullMarked;
