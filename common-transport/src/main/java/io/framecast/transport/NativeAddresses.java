package io.framecast.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * A message header and an address for each row, as sendmmsg takes them. All headers share one iovec and one control message, so what
 * is sent is set in one place; a row's header never changes, an edit writes its address.
 */
final class NativeAddresses implements AddressTable {
    private final long iovec;
    private final boolean v4;
    private long control;
    private int size;
    private int capacity;
    private long written;
    private MemorySegment headers = MemorySegment.NULL;
    private MemorySegment names = MemorySegment.NULL;

    /** @param control 0: none */
    NativeAddresses(long iovec, long control, boolean v4) {
        this.iovec = iovec;
        this.control = control;
        this.v4 = v4;
        grow(8);
    }

    /** Where the header of the first message is that goes to {@code row}. */
    long header(int row) {
        return headers.address() + (long) row * MessageHeaders.BYTES;
    }

    /** With or without (0) a control message from now on; costs as much as there are rows where that is a change. */
    void control(long address) {
        if (control != address) {
            control = address;
            writeHeaders();
        }
    }

    /** Headers and addresses written so far: what edits cost. */
    long written() {
        return written;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void set(int row, InetSocketAddress address) {
        if (row < 0 || row > size) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size);
        }
        if (row == capacity) {
            grow(2 * capacity);
        }
        Sockaddr.write(names, (long) row * Sockaddr.STRIDE, address, v4);
        written++;
        size = Math.max(size, row + 1);
    }

    @Override
    public void truncate(int newSize) {
        size = Math.min(size, newSize);
    }

    /** The garbage collector frees what was used before: no address table outlives its owner by much. */
    private void grow(int rows) {
        MemorySegment oldNames = names;
        headers = Arena.ofAuto().allocate((long) rows * MessageHeaders.BYTES, MessageHeaders.BYTES);
        names = Arena.ofAuto().allocate((long) rows * Sockaddr.STRIDE, Long.BYTES);
        names.copyFrom(oldNames);
        capacity = rows;
        writeHeaders();
    }

    private void writeHeaders() {
        int nameBytes = v4 ? Sockaddr.V4_BYTES : Sockaddr.V6_BYTES;
        for (int row = 0; row < capacity; row++) {
            long name = names.address() + (long) row * Sockaddr.STRIDE;
            MessageHeaders.write(headers, (long) row * MessageHeaders.BYTES, name, nameBytes, iovec, control);
            written++;
        }
    }
}
