package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.ClientAction;
import io.framecast.sim.Link;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Somebody writes down all that goes over all wires. */
class EavesdropperScenarioTest {

    private static final String ID = "a-name-of-nothing-else";
    private static final int SAMPLED_FRAMES = 60;
    private static final int SAMPLE_BYTES = 12;

    @EachSeed
    void nothingOfAFrameOrOfItsStreamsNameIsSeenOnTheWires(long seed) {
        ByteArrayOutputStream wires = new ByteArrayOutputStream();
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5).withLoss(0.02, 1));
            broadcast.net.tamper(datagram -> {
                wires.writeBytes(datagram);
                return List.of(datagram);
            });
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of(ID));
            camera.start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe(ID);
            broadcast.run(4 * SECONDS);
            assertTrue(viewer.hasSaid(ClientAction.Deliver.class), "seed " + seed);
            String seen = wires.toString(StandardCharsets.ISO_8859_1);
            assertFalse(seen.contains(ID), "seed " + seed);
            List<byte[]> frames =
                    camera.payloads().stream().limit(SAMPLED_FRAMES).toList();
            assertTrue(frames.size() == SAMPLED_FRAMES, frames.size() + " frames, seed " + seed);
            for (byte[] frame : frames) {
                int middle = (frame.length - SAMPLE_BYTES) / 2;
                assertFalse(seen.contains(text(frame, 0)), "the beginning of a frame, seed " + seed);
                assertFalse(seen.contains(text(frame, middle)), "the middle of a frame, seed " + seed);
            }
        }
    }

    private static String text(byte[] frame, int at) {
        return new String(frame, at, SAMPLE_BYTES, StandardCharsets.ISO_8859_1);
    }
}
