package io.framecast.broker.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A table that nobody subscribed to, and its rows for edits. */
public final class Rows {
    public final SubscriberTable table = new SubscriberTable();
    private final List<SubscriberTable.Row> rows = new ArrayList<>();

    public Rows(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            SubscriberTable.Row row = new SubscriberTable.Row(address);
            rows.add(row);
            table.add(row);
        }
    }

    /** Takes the row out and puts it back in. */
    public void leaveAndJoin(int row) {
        table.remove(rows.get(row));
        table.add(rows.get(row));
    }
}
