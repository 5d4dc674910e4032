package io.framecast.broker.core;

import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one subscriber stands in each lane of a stream. Owned by its {@link Seat}. */
final class Cursors {

    private final List<Cursor> all;
    private final List<LaneStart> starts;

    Cursors(Collection<Lane> lanes, InetSocketAddress address) {
        all = new ArrayList<>(lanes.size());
        starts = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            LaneStart start = lane.start();
            starts.add(start);
            all.add(new Cursor(lane, address, start.firstSequence()));
        }
    }

    /** Where each lane began. */
    List<LaneStart> starts() {
        return starts;
    }

    List<Cursor> all() {
        return all;
    }

    @Nullable
    Cursor find(int laneId) {
        for (Cursor cursor : all) {
            if (cursor.lane.id == laneId) {
                return cursor;
            }
        }
        return null;
    }

    void enterTables() {
        all.forEach(Cursor::enterTable);
    }

    void leaveTables() {
        all.forEach(Cursor::leaveTable);
    }

    boolean inTables() {
        for (Cursor cursor : all) {
            if (!cursor.inTable()) {
                return false;
            }
        }
        return true;
    }

    void moveTo(InetSocketAddress address) {
        all.forEach(cursor -> cursor.lane.output.table.move(cursor.row, address));
    }

    /** Goes on with the newest key frame in each lane where one has come since; returns where those lanes start now. */
    List<LaneStart> skipToKeys() {
        List<LaneStart> switched = new ArrayList<>();
        for (Cursor cursor : all) {
            LaneStart start = cursor.lane.start();
            if (cursor.active() && Serial.compare(start.firstSequence(), cursor.position()) > 0) {
                cursor.startAt(start);
                switched.add(start);
            }
        }
        return switched;
    }

    /** Of the lane that has most. */
    long jitterNanos() {
        long most = 0;
        for (Cursor cursor : all) {
            most = Math.max(most, cursor.jitterNanos());
        }
        return most;
    }

    /** What the tables were sent while the cursors were in them. */
    long tableBytes() {
        long bytes = 0;
        for (Cursor cursor : all) {
            bytes += cursor.tableBytes();
        }
        return bytes;
    }
}
