/**
 * FFmpeg's libraries in this process: read packets, decode, scale, resample, encode. Each object is used by one thread and owns
 * native memory until it is closed.
 */
@NullMarked
package io.framecast.producer.libav;

import org.jspecify.annotations.NullMarked;
