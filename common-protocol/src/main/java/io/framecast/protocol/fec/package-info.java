/** Forward error correction: Reed-Solomon symbols over sealed fragments, how many of them, and fragments out of them. */
@NullMarked
package io.framecast.protocol.fec;

import org.jspecify.annotations.NullMarked;
