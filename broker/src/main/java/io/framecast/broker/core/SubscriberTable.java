package io.framecast.broker.core;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that get a lane's datagrams. Owned by the stream's event loop. Every edit is O(1): a removed row's place is taken by
 * the last one, so the order of rows means nothing.
 */
public final class SubscriberTable {

    /** A place in one table; its holder edits the table through it. */
    static final class Row {
        private InetSocketAddress address;
        private int index = -1;

        Row(InetSocketAddress address) {
            this.address = address;
        }

        boolean present() {
            return index >= 0;
        }
    }

    /** A copy of the addresses, which is told of every edit. */
    public interface Copy {

        /** Replaces a row, or adds one: then {@code index} is the number of rows so far. */
        void set(int index, InetSocketAddress address);

        /** Removes all rows from {@code size} on. */
        void truncate(int size);
    }

    private @Nullable Row[] rows = new @Nullable Row[8];
    private int size;
    private @Nullable Copy copy;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** @param index 0 .. {@link #size()} − 1 */
    public InetSocketAddress address(int index) {
        return row(index).address;
    }

    /** The copy that this table keeps up to date; null: none yet. */
    public @Nullable Copy copy() {
        return copy;
    }

    /** Brings {@code empty} up to date, in place of another one, and keeps it so from now on. */
    public void copyTo(Copy empty) {
        copy = empty;
        for (int i = 0; i < size; i++) {
            empty.set(i, address(i));
        }
    }

    void add(Row row) {
        if (row.index >= 0) {
            return;
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
        }
        row.index = size;
        rows[size++] = row;
        tell(row);
    }

    void remove(Row row) {
        if (row.index < 0) {
            return;
        }
        Row last = row(--size);
        rows[row.index] = last;
        last.index = row.index;
        rows[size] = null;
        row.index = -1;
        if (last != row) {
            tell(last);
        }
        if (copy != null) {
            copy.truncate(size);
        }
    }

    /** Gives the row another address, whether or not it is in the table now. */
    void move(Row row, InetSocketAddress to) {
        row.address = to;
        if (row.index >= 0) {
            tell(row);
        }
    }

    void clear() {
        while (size > 0) {
            remove(row(size - 1));
        }
    }

    private void tell(Row row) {
        if (copy != null) {
            copy.set(row.index, row.address);
        }
    }

    private Row row(int index) {
        Row row = index < size || index == size ? rows[index] : null;
        if (row == null) {
            throw new IndexOutOfBoundsException("row " + index + " of " + size);
        }
        return row;
    }
}
