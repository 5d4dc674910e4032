package io.framecast.transport;

import java.net.InetSocketAddress;

/**
 * Addresses that are sent the same datagrams: the rows 0 to {@link #size} − 1, none of them empty. Made by a
 * {@link DatagramTransport}, for its own use; owned by its event loop. An edit costs the same however many rows there are.
 */
public interface AddressTable {

    int size();

    /** Replaces a row, or adds one: then {@code row} is {@link #size}. */
    void set(int row, InetSocketAddress address);

    /** Removes all rows from {@code size} on. */
    void truncate(int size);
}
