package io.framecast.bench.crowd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final SentTimes sent = new SentTimes();
    private final Latencies latencies = new Latencies();
    private final Tally tally = new Tally(sent, latencies);

    private static ByteBuf datagram(int type, int track, int sequence, int frame, int index, int count) {
        ByteBuf datagram = Unpooled.buffer(64);
        MediaHeader.write(datagram, type, 0, 1, track, 0, 1, 0, sequence, frame, index, count, 0);
        return datagram.writeZero(32);
    }

    private void data(int sequence, int frame, int index, int count, long nowNanos) {
        tally.onDatagram(datagram(MediaHeader.TYPE_DATA, 1, sequence, frame, index, count), nowNanos);
    }

    @Test
    void aFrameIsWholeWithItsLastDatagramWhateverTheirOrder() {
        sent.onSent(7, 1_000);
        sent.onSent(7, 5_000);
        data(11, 7, 1, 3, 1_000_000);
        data(12, 7, 2, 3, 2_000_000);
        assertEquals(0, tally.frames());
        data(10, 7, 0, 3, 3_005_000);
        assertEquals(1, tally.frames());
        assertEquals(1, latencies.count());
        assertEquals(3_000, latencies.quantileMicros(1), "since the last of it left");
    }

    @Test
    void aGapIsLostAndWhatCameBeforeTheFirstIsNot() {
        data(-2, 1, 0, 1, 0);
        data(3, 6, 0, 1, 0);
        assertEquals(2, tally.datagrams());
        assertEquals(4, tally.lost());
        data(-1, 2, 0, 1, 0);
        assertEquals(3, tally.lost(), "one came late");
        tally.clear();
        assertEquals(0, tally.lost());
        data(100, 9, 0, 1, 0);
        assertEquals(0, tally.lost());
    }

    @Test
    void theCatalogAndPaddingAreNotCounted() {
        tally.onDatagram(datagram(MediaHeader.TYPE_DATA, 0, 1, 1, 0, 1), 0);
        tally.onDatagram(datagram(MediaHeader.TYPE_PADDING, 1, 1, 1, 0, 0), 0);
        tally.onDatagram(Unpooled.wrappedBuffer(new byte[] {1, 2}), 0);
        tally.onDatagram(datagram(MediaHeader.TYPE_DATA, 1, 1, 1, 0, 1).writerIndex(20), 0);
        assertEquals(0, tally.datagrams());
    }

    @Test
    void aFrameThatNobodySentHasNoLatency() {
        data(1, 1, 0, 1, 10);
        assertEquals(1, tally.frames());
        assertEquals(0, latencies.count());
    }

    @Test
    void quantilesAreOfThoseThatWereAdded() {
        for (int micros = 100; micros >= 1; micros--) {
            latencies.add(micros * 1000L);
        }
        assertEquals(50, latencies.quantileMicros(0.5));
        assertEquals(99, latencies.quantileMicros(0.99));
        assertEquals(100, latencies.quantileMicros(1));
        latencies.clear();
        assertEquals(0, latencies.quantileMicros(0.5));
    }

    @Test
    void thePictureHasItsRate() {
        Rhythm picture = Rhythm.picture(0);
        long bytes = 0;
        for (long frame = 0; frame < 60; frame++) {
            bytes += picture.bytes(frame);
        }
        assertTrue(Math.abs(2_500_000 / 8 * 2 - bytes) < 100, "in two seconds: " + bytes);
        assertEquals(1_000_000, picture.captureMicros(30));
        assertEquals(59 + 6, picture.runs(60), "51 datagrams of a key frame: 16, four times 8, and 3");
        assertEquals(2, Rhythm.even(50, 3, true, 0).captureMicros(2));
        assertEquals(20_000_000, Rhythm.even(50, 3, true, 0).intervalNanos());
    }
}
