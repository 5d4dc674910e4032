package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameAgesTest {

    private static final long WALL_OFFSET_MICROS = 1_700_000_000_000_000L;

    private final TestBroker broker = new TestBroker();
    private final TestPeer camera = new TestPeer(broker, new InetSocketAddress("10.0.0.2", 4000));
    private final TestPeer viewer = new TestPeer(broker, new InetSocketAddress("10.0.0.3", 4000));
    private long alias;

    /** A camera whose clock the broker knows exactly, and somebody who watches. */
    @BeforeEach
    void opens() {
        alias = camera.open().announce("cam");
        viewer.open().subscribe("cam");
        camera.report();
        Ping ping = camera.receive(Ping.class).getFirst();
        camera.send(new Pong(ping.token(), wallMicros() * 1000));
    }

    @AfterEach
    void closes() {
        broker.close();
    }

    private long wallMicros() {
        return broker.now / 1000 + WALL_OFFSET_MICROS;
    }

    private void fragment(int sequence, int frame, int index, int count, long captureMicros) {
        broker.receive(
                camera.address, camera.media(alias, 1, sequence, frame, index, count, frame == 0, captureMicros));
    }

    private HopTimes hops() {
        viewer.report();
        return viewer.receive(ReportAck.class).getLast().hops().getFirst();
    }

    private StreamAges ages() {
        return broker.core.snapshot(broker.now).streams().getFirst().ages();
    }

    private long total(StreamAges.Point point) {
        return ages().points().stream()
                .filter(at -> at.point() == point && at.absolute())
                .mapToLong(at -> at.counts().total())
                .sum();
    }

    @Test
    void aFrameHasArrivedWithItsLastFragmentAndIsForwardedWhenThatIsSent() {
        long captured = wallMicros();
        broker.advance(10 * MILLIS);
        fragment(1000, 0, 0, 2, captured);
        broker.batchEnd();
        assertEquals(0, total(StreamAges.Point.ARRIVED));
        broker.advance(5 * MILLIS);
        fragment(1001, 0, 1, 2, captured);
        assertEquals(1, total(StreamAges.Point.ARRIVED));
        assertEquals(0, total(StreamAges.Point.FORWARDED));
        broker.advance(MILLIS);
        assertEquals(1, total(StreamAges.Point.FORWARDED));
        assertEquals(15_000, hops().arrivedMicros(), 10);
    }

    @Test
    void aHoleThatIsFilledLateCountsOnceWhenTheFrameIsWhole() {
        long captured = wallMicros();
        fragment(1000, 0, 0, 3, captured);
        fragment(1002, 0, 2, 3, captured);
        broker.batchEnd();
        assertEquals(0, total(StreamAges.Point.FORWARDED));
        broker.advance(40 * MILLIS);
        fragment(1001, 0, 1, 3, captured);
        fragment(1001, 0, 1, 3, captured);
        broker.batchEnd();
        assertEquals(1, total(StreamAges.Point.ARRIVED));
        assertEquals(1, total(StreamAges.Point.FORWARDED));
        assertEquals(40_000, hops().forwardedMicros(), 10);
    }

    @Test
    void theCatalogIsNotTimed() {
        broker.receive(camera.address, camera.media(alias, 0, 1000, 0, 0, 1, true, wallMicros()));
        broker.batchEnd();
        assertTrue(ages().points().isEmpty());
        assertEquals(new HopTimes(alias, 0, 0, 0), hops());
    }

    @Test
    void whatTheProducerMeasuredIsPassedOn() {
        camera.send(new Report(
                1,
                camera.nonce(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(new EncodeTime(alias, 5_400)),
                List.of()));
        assertEquals(new HopTimes(alias, 5_400, 0, 0), hops());
        assertEquals(1, total(StreamAges.Point.ENCODED));
    }

    @Test
    void viewersAreCountedByWhetherTheirClockIsKnown() {
        viewed(viewer, true, 20_000, 31_000);
        viewed(viewer, true, 0, 0);
        viewed(viewer, false, 20_000, 31_000);
        viewed(camera, true, 1, 1);
        assertEquals(1, ages().viewerMedians().total(), "nothing came in one, and the camera does not watch");
        assertEquals(31_000, ages().viewerWorst().sumMicros());
        assertEquals(1, ages().relativeReports());
    }

    private void viewed(TestPeer peer, boolean absolute, int median, int worst) {
        StreamReport report = new StreamReport(alias, false, absolute, 0, 0, median, worst);
        peer.send(new Report(1, peer.nonce(), 0, 0, List.of(), List.of(report), List.of(), List.of(), List.of()));
    }
}
