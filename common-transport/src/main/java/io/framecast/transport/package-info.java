/**
 * The Netty shell under the protocol: one event loop, UDP sockets that read and write in batches, and one tick.
 *
 * <p>Nothing here knows what a datagram means. Everything is owned by the {@link io.framecast.transport.TransportLoop} it was
 * made with, and called on it, unless a method says otherwise.
 */
@NullMarked
package io.framecast.transport;

import org.jspecify.annotations.NullMarked;
