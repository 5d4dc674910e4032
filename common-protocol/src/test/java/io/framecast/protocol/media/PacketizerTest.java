package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketizerTest {

    private static final int FRAGMENT = 1200;
    private static final int PAYLOAD = FRAGMENT - 48;

    private final SampleStream stream = new SampleStream(1, 3, FRAGMENT, -2, -1);

    @Test
    void cutsAFrameIntoFullFragmentsAndARest() {
        PacketizedFrame frame = stream.next(true, false, 2 * PAYLOAD + 1);
        assertEquals(3, frame.count());
        assertEquals(FRAGMENT, frame.bytes(0));
        assertEquals(FRAGMENT, frame.bytes(1));
        assertEquals(49, frame.bytes(2));
        assertEquals(FRAGMENT + MediaHeader.TRAILER_BYTES, frame.offset(1));
        frame.release();
    }

    @Test
    void writesWhatEveryFragmentOfAFrameShares() {
        PacketizedFrame frame = stream.next(true, true, 2 * PAYLOAD);
        for (int i = 0; i < 2; i++) {
            ByteBuf memory = frame.memory();
            int at = frame.offset(i);
            assertNull(MediaHeader.check(memory, at, frame.bytes(i)));
            assertEquals(MediaHeader.TYPE_DATA, MediaHeader.type(memory, at));
            assertEquals(3, MediaHeader.track(memory, at));
            assertEquals(-2 + i, MediaHeader.sequence(memory, at));
            assertEquals(-1, MediaHeader.frame(memory, at));
            assertEquals(i, MediaHeader.fragmentIndex(memory, at));
            assertEquals(2, MediaHeader.fragmentCount(memory, at));
            assertTrue(MediaHeader.key(memory, at));
            assertTrue(MediaHeader.discardable(memory, at));
        }
        frame.release();
    }

    @Test
    void numbersGoOnAcrossTheWrap() {
        stream.next(true, false, 3 * PAYLOAD).release();
        PacketizedFrame second = stream.next(false, false, 1);
        assertEquals(1, second.firstSequence());
        assertEquals(0, second.number());
        assertEquals(2, stream.packetizer().nextSequence());
        assertEquals(1, stream.packetizer().nextFrame());
        second.release();
    }

    @Test
    void countsFramesSinceTheKeyFrameAndSaturates() {
        PacketizedFrame withoutKey = stream.next(false, false, 1);
        assertEquals(Packetizer.FAR_FROM_KEY, withoutKey.gopDistance());
        withoutKey.release();
        stream.next(true, false, 1).release();
        for (int distance = 1; distance <= 65_540; distance++) {
            PacketizedFrame frame = stream.next(false, false, 1);
            assertEquals(Math.min(distance, 65_535), frame.gopDistance());
            frame.release();
        }
    }

    @Test
    void whatItSealsOpensInEachEpoch() {
        MediaOpener opener = stream.opener();
        for (long epoch = 0; epoch < 5; epoch++) {
            PacketizedFrame frame = stream.next(true, false, 500, epoch);
            assertEquals((int) (epoch % 3) + 1, MediaHeader.keyPhase(frame.memory(), 0));
            byte[] opened = new byte[500];
            assertEquals(500, opener.open(frame.memory(), 0, frame.bytes(0), opened, 0));
            assertArrayEquals(stream.payload(frame.number()), opened);
            frame.release();
        }
    }

    @Test
    void sendsASignedRunAsItLies() {
        byte[] key = new byte[32];
        PacketizedFrame frame = stream.next(true, false, 5 * PAYLOAD + 7);
        TrailerSigner signer = new TrailerSigner(key);
        TrailerVerifier verifier = new TrailerVerifier(key);
        List<Integer> lengths = new ArrayList<>();
        MediaSink sink = (memory, offset, length, segmentBytes) -> {
            for (int at = offset; at < offset + length; at += segmentBytes) {
                int bytes = Math.min(segmentBytes, offset + length - at);
                assertTrue(verifier.verify(memory, at, bytes), "datagram at " + at);
                lengths.add(bytes);
            }
        };
        frame.send(sink, signer, 0, 4);
        frame.send(sink, signer, 4, 2);
        assertEquals(List.of(1220, 1220, 1220, 1220, 1220, 48 + 7 + 20), lengths);
        frame.release();
    }

    @Test
    void takesFramesOfOneByteTo16MiB() {
        PacketizedFrame smallest = stream.next(true, false, 1);
        assertEquals(1, smallest.count());
        assertEquals(49, smallest.bytes(0));
        smallest.release();
        PacketizedFrame largest = stream.next(true, false, Packetizer.MAX_FRAME_BYTES);
        assertEquals((Packetizer.MAX_FRAME_BYTES + PAYLOAD - 1) / PAYLOAD, largest.count());
        largest.release();
        int next = stream.packetizer().nextSequence();
        assertThrows(
                IllegalArgumentException.class, () -> stream.packetizer().packetize(7, 0, true, false, 0, new byte[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> stream.packetizer().packetize(7, 0, true, false, 0, new byte[Packetizer.MAX_FRAME_BYTES + 1]));
        assertEquals(next, stream.packetizer().nextSequence());
    }

    @Test
    void takes65535FragmentsAndNotOneMore() {
        Packetizer tiny = new Packetizer(1, 48 + 10, 0, new MediaSealer(new byte[32]), SampleStream.UNTRACKED);
        assertEquals(65_535, tiny.fragments(655_350));
        assertThrows(IllegalArgumentException.class, () -> tiny.fragments(655_351));
        PacketizedFrame frame = tiny.packetize(7, 0, true, false, 0, new byte[655_350]);
        assertEquals(65_535, MediaHeader.fragmentCount(frame.memory(), 0));
        assertEquals(65_534, MediaHeader.fragmentIndex(frame.memory(), frame.offset(65_534)));
        frame.release();
    }
}
