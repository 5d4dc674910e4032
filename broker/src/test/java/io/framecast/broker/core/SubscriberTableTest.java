package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

    @Test
    void everyEditChangesTheVersion() {
        SubscriberTable table = new SubscriberTable();
        SubscriberTable.Row row = new SubscriberTable.Row(address(1));
        long empty = table.version();
        table.add(row);
        long added = table.version();
        table.move(row, address(2));
        long moved = table.version();
        table.remove(row);

        assertNotEquals(empty, added);
        assertNotEquals(added, moved);
        assertNotEquals(moved, table.version());
    }
}
