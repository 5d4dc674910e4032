package io.framecast.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Addresses as objects. */
final class PlainAddresses implements AddressTable {
    private final List<InetSocketAddress> rows = new ArrayList<>();

    InetSocketAddress get(int row) {
        return rows.get(row);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public void set(int row, InetSocketAddress address) {
        if (row == rows.size()) {
            rows.add(address);
        } else {
            rows.set(row, address);
        }
    }

    @Override
    public void truncate(int size) {
        while (rows.size() > size) {
            rows.removeLast();
        }
    }
}
