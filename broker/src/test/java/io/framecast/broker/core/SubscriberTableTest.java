package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriberTableTest {

    private static InetSocketAddress address(int i) {
        return VirtualNetwork.address(10, 0, i >> 8, i & 255, 4000);
    }

    private static Set<InetSocketAddress> addresses(SubscriberTable table) {
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (int i = 0; i < table.size(); i++) {
            addresses.add(table.address(i));
        }
        return addresses;
    }

    @Test
    void holdsExactlyWhatWasAddedAndNotRemoved() {
        long seed = 7;
        Random random = new Random(seed);
        SubscriberTable table = new SubscriberTable();
        List<SubscriberTable.Row> in = new ArrayList<>();
        Set<InetSocketAddress> expected = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            if (in.isEmpty() || random.nextInt(5) > 1) {
                SubscriberTable.Row row = new SubscriberTable.Row(address(i));
                table.add(row);
                table.add(row);
                in.add(row);
                expected.add(address(i));
            } else {
                SubscriberTable.Row row = in.remove(random.nextInt(in.size()));
                Set<InetSocketAddress> before = addresses(table);
                table.remove(row);
                table.remove(row);
                before.removeAll(addresses(table));
                assertEquals(1, before.size(), "seed " + seed);
                expected.removeAll(before);
                assertFalse(row.present());
            }
        }
        assertEquals(expected, addresses(table), "seed " + seed);
        assertEquals(expected.size(), table.size(), "seed " + seed);
        table.clear();
        assertEquals(0, table.size());
        assertThrows(IndexOutOfBoundsException.class, () -> table.address(0));
    }

    /** Counts what it is told. */
    private static final class Counting implements SubscriberTable.Copy {
        final List<InetSocketAddress> rows = new ArrayList<>();
        int edits;

        @Override
        public void set(int index, InetSocketAddress address) {
            edits++;
            if (index == rows.size()) {
                rows.add(address);
            } else {
                rows.set(index, address);
            }
        }

        @Override
        public void truncate(int size) {
            edits++;
            rows.subList(size, rows.size()).clear();
        }
    }

    @Test
    void itsCopyIsTheSameAfterEveryEdit() {
        long seed = 8;
        Random random = new Random(seed);
        SubscriberTable table = new SubscriberTable();
        List<SubscriberTable.Row> rows = new ArrayList<>();
        Counting copy = new Counting();
        for (int i = 0; i < 3000; i++) {
            if (i == 5) {
                table.copyTo(copy);
            }
            SubscriberTable.Row row = new SubscriberTable.Row(address(i));
            rows.add(row);
            table.add(row);
            SubscriberTable.Row any = rows.get(random.nextInt(rows.size()));
            if (random.nextInt(3) == 0) {
                table.remove(any);
            }
            table.move(rows.get(random.nextInt(rows.size())), address(i + 5000));
            if (i >= 5) {
                List<InetSocketAddress> expected = new ArrayList<>();
                for (int j = 0; j < table.size(); j++) {
                    expected.add(table.address(j));
                }
                assertEquals(expected, copy.rows, "edit " + i + ", seed " + seed);
            }
        }
    }

    @Test
    void anEditIsAsMuchWorkForItsCopyAtTenRowsAsAtTenThousand() {
        assertEquals(edits(10), edits(10_000));
        assertEquals(1 + 2 + 1, edits(10));
    }

    /** Of adding, removing and moving a row each. */
    private static int edits(int size) {
        SubscriberTable table = new SubscriberTable();
        List<SubscriberTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(new SubscriberTable.Row(address(i)));
            table.add(rows.getLast());
        }
        Counting copy = new Counting();
        table.copyTo(copy);
        copy.edits = 0;
        table.add(new SubscriberTable.Row(address(size)));
        table.remove(rows.getFirst());
        table.move(rows.getLast(), address(size + 1));
        return copy.edits;
    }
}
