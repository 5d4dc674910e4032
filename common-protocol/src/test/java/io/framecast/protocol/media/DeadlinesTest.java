package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.sim.SampleStream;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the assembler gives a frame up that is to be shown at a time: a frame each 33 ms, 40 ms on its way, a budget of 200 ms. */
class DeadlinesTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;
    private static final long MILLI = 1_000_000L;
    private static final long INTERVAL = 33_333_000L;
    private static final long WAY = 40 * MILLI;
    private static final long BUDGET = 200 * MILLI;

    private final SampleStream stream = new SampleStream(3, 1, FRAGMENT, 1_000, 0);
    private final MediaOpener opener = stream.opener();
    private final Transit transit = new Transit(BUDGET);
    private final FrameAssembler assembler =
            new FrameAssembler(1, 0, FRAGMENT, transit, Packetizer.MAX_FRAME_BYTES, new FrameMemory());
    private final List<Frame> frames = new ArrayList<>();

    DeadlinesTest() {
        // What was captured at 1 s of the producer's clock was captured at 0 here.
        transit.onClock(-1_000 * MILLI);
    }

    private List<byte[]> make(boolean key, boolean discardable, int fragments) {
        return SampleStream.datagrams(stream.next(key, discardable, fragments * PAYLOAD));
    }

    private static long captured(int frame) {
        return frame * INTERVAL;
    }

    private void give(List<byte[]> datagrams, long nowNanos) {
        for (byte[] datagram : datagrams) {
            assembler.onFragment(Unpooled.wrappedBuffer(datagram), 0, datagram.length, opener, nowNanos, frames::add);
        }
    }

    /** The next frame, as it was sent, arrives when it should. */
    private void arrives(boolean key) {
        int number = stream.packetizer().nextFrame();
        give(make(key, false, 2), captured(number) + WAY);
    }

    private List<Long> numbers() {
        return frames.stream().map(Frame::number).toList();
    }

    @Test
    void aDiscardableFrameIsGivenUpAloneAtItsDeadline() {
        arrives(true);
        give(make(false, true, 3).subList(0, 2), captured(1) + WAY);
        arrives(false);
        assertEquals(captured(1) + BUDGET, assembler.deadlineNanos());
        assembler.onTimeout(captured(1) + BUDGET - 1, frames::add);
        assertEquals(List.of(0L), numbers());
        assembler.onTimeout(captured(1) + BUDGET, frames::add);
        assertEquals(List.of(0L, 2L), numbers());
        assertEquals(1, assembler.framesBroken());
        assertEquals(0, assembler.framesLate());
    }

    @Test
    void aFrameThatOthersNeedIsAwaitedBeyondItsDeadlineAndAllComeOutLate() {
        arrives(true);
        List<byte[]> lost = make(false, false, 2);
        for (int i = 2; i < 20; i++) {
            arrives(false);
        }
        assembler.onTimeout(captured(20), frames::add);
        assertEquals(List.of(0L), numbers());
        give(lost, captured(20));
        assertEquals(20, frames.size());
        assertEquals(0, assembler.framesBroken());
        // Due 200 ms after they were captured: frames 1 to 13 were due by then.
        assertEquals(13, assembler.framesLate());
    }

    @Test
    void itIsGivenUpTwoSecondsAfterItsDeadlineWhereTheGroupOfPicturesIsUnknown() {
        arrives(true);
        give(make(false, false, 3).subList(0, 1), captured(1) + WAY);
        arrives(false);
        assertEquals(captured(1) + BUDGET + 2_000 * MILLI, assembler.deadlineNanos());
    }

    @Test
    void itIsGivenUpAGroupOfPicturesAfterItsDeadlineWhereThatIsShorter() {
        for (int i = 0; i <= 30; i++) {
            arrives(i % 10 == 0);
        }
        give(make(false, false, 3).subList(0, 1), captured(31) + WAY);
        arrives(false);
        assertEquals(captured(31) + BUDGET + 10 * INTERVAL, assembler.deadlineNanos());
    }

    @Test
    void aNewerKeyFrameEndsTheWaitAtTheDeadline() {
        arrives(true);
        give(make(false, false, 3).subList(0, 1), captured(1) + WAY);
        arrives(false);
        arrives(true);
        assertEquals(captured(1) + BUDGET, assembler.deadlineNanos());
        assembler.onTimeout(captured(1) + BUDGET, frames::add);
        assertEquals(List.of(0L, 3L), numbers());
        assertEquals(1, assembler.framesBroken());
        assertEquals(1, assembler.framesSkipped());
        assertEquals(0, assembler.framesLate());
    }

    @Test
    void whatNobodyAsksForAnyMoreEndsTheWaitAtTheDeadline() {
        arrives(true);
        make(false, false, 2);
        arrives(false);
        assembler.onAwaited(1_002);
        assertEquals(
                captured(2) + BUDGET + 2_000 * MILLI, assembler.deadlineNanos(), "1002 and 1003 are still asked for");
        assembler.onAwaited(1_003);
        assertEquals(captured(2) + BUDGET, assembler.deadlineNanos(), "how far apart frames are is not known yet");
    }

    @Test
    void aMissingFrameIsDueAsLongBeforeTheNextAsTheyAreApart() {
        for (int i = 0; i <= 10; i++) {
            arrives(i % 10 == 0);
        }
        make(false, true, 1);
        make(false, true, 1);
        give(make(false, false, 2), captured(13) + WAY / 2);
        arrives(true);
        assertEquals(captured(11) + BUDGET, assembler.deadlineNanos());
    }

    @Test
    void whatWasLateWhenItCameGetsOneRoundOfRepair() {
        transit.onRoundTrip(80 * MILLI);
        long cached = captured(1) + 5_000 * MILLI;
        give(make(true, false, 2), cached);
        give(make(false, true, 3).subList(0, 2), cached);
        give(make(false, false, 2), cached);
        assertEquals(cached + 135 * MILLI, assembler.deadlineNanos());
        assembler.onTimeout(cached + 135 * MILLI, frames::add);
        assertEquals(List.of(0L, 2L), numbers());
        assertEquals(0, assembler.framesLate(), "catching up");
    }

    @Test
    void whatWasNearlyLateWhenItCameGetsHalfTheBudgetInTheFirstSeconds() {
        transit.onRoundTrip(MILLI);
        arrives(true);
        long stalled = captured(1) + BUDGET - 20 * MILLI;
        give(make(false, true, 3).subList(0, 2), stalled);
        give(make(false, false, 2), stalled);
        assertEquals(stalled + BUDGET / 2, assembler.deadlineNanos());
    }

    @Test
    void whatWasNearlyLateLaterOnGetsARound() {
        transit.onRoundTrip(MILLI);
        for (int i = 0; i < 70; i++) {
            arrives(i == 0);
        }
        long stalled = captured(70) + BUDGET - 20 * MILLI;
        give(make(false, true, 3).subList(0, 2), stalled);
        give(make(false, false, 2), stalled);
        assertEquals(stalled + 30 * MILLI, assembler.deadlineNanos());
    }

    @Test
    void aCaptureTimeInTheFutureHoldsNothingBackForLong() {
        arrives(true);
        transit.onClock(3_600_000 * MILLI);
        give(make(false, true, 3).subList(0, 1), captured(1) + WAY);
        arrives(false);
        assertEquals(captured(2) + WAY + BUDGET + 2_000 * MILLI, assembler.deadlineNanos());
    }

    @Test
    void theTailIsFlushed() {
        arrives(true);
        make(false, true, 1);
        arrives(false);
        assembler.flush(captured(3), frames::add);
        assertEquals(List.of(0L), numbers(), "what is missing altogether may have been needed");
        assertEquals(Long.MAX_VALUE, assembler.deadlineNanos());
    }
}
