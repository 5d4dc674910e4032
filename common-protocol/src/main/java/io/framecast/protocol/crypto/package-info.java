/** Noise, the sealed control channel, sealed media, cookies and keys, on the JDK's primitives. */
@NullMarked
package io.framecast.protocol.crypto;

import org.jspecify.annotations.NullMarked;
