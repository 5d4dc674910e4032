/** What is written in the bytes of encoded media: NAL units, parameter sets, codec strings, the size of a picture. Pure functions of bytes. */
@NullMarked
package io.framecast.producer.bitstream;

import org.jspecify.annotations.NullMarked;
