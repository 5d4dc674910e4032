/** Bytes to packets and back. Nothing here throws on what the network brings. */
@NullMarked
package io.framecast.protocol.wire;

import org.jspecify.annotations.NullMarked;
