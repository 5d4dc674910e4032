package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.producer.libav.DeviceLibrary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a camera's pictures, with FFmpeg's own virtual device in its place. */
class DeviceSourceTest {

    @BeforeEach
    void loadsDevices() {
        try {
            DeviceLibrary.load();
        } catch (RunException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("apt-get install libpulse0"), e.getMessage());
            Assumptions.abort(e.getMessage());
        }
    }

    private static DeviceSource device(String... graphs) {
        List<CapturePlan.Input> attempts = java.util.Arrays.stream(graphs)
                .map(graph -> new CapturePlan.Input("lavfi", graph, Map.of()))
                .toList();
        return new DeviceSource("camera:0", new CapturePlan(attempts, List.of(), 30), SourceOptions.DEFAULT);
    }

    @Test
    void encodesPictureAndSoundOfADevice() throws Exception {
        DeviceSource source = device("testsrc2=s=160x96:r=30,realtime[out0];sine=r=44100,arealtime[out1]");
        assertTrue(source.live());
        Recorded recorded = Recorded.of(source, 60);
        assertEquals("160x96", size(recorded));
        assertEquals("opus", recorded.catalog().audio().orElseThrow().codec());
        assertTrue(recorded.video().get(0).key());
        assertTrue(recorded.video().size() > 15 && recorded.audio().size() > 15, "both go on");
        long last = Long.MIN_VALUE;
        for (SourceFrame frame : recorded.frames()) {
            assertTrue(frame.decodeMicros() >= last, frame + " after " + last);
            last = frame.decodeMicros();
        }
        long apart = recorded.video().getLast().presentationMicros()
                - recorded.audio().getLast().presentationMicros();
        assertTrue(Math.abs(apart) < 300_000, "sound and picture are " + apart + " us apart");
    }

    @Test
    void takesTheFirstWayThatADeviceAccepts() throws Exception {
        assertEquals("96x64", size(Recorded.of(device("nosuchfilter", "testsrc2=s=96x64:r=30,realtime"), 3)));
    }

    @Test
    void opensADeviceAgainThatWentAway() throws Exception {
        // Ten pictures, and then the end: as if it had been unplugged.
        Recorded recorded = Recorded.of(device("testsrc2=s=96x64:r=30:d=0.34,realtime"), 15);
        List<SourceFrame> video = recorded.video();
        List<Integer> keys = java.util.stream.IntStream.range(0, video.size())
                .filter(i -> video.get(i).key())
                .boxed()
                .toList();
        assertEquals(2, keys.size(), "a key frame at the start of each: " + keys);
        int again = keys.get(1);
        long pause =
                video.get(again).presentationMicros() - video.get(again - 1).presentationMicros();
        assertTrue(pause >= 200_000, "away for " + pause + " us, and time went on");
    }

    @Test
    void saysWhyADeviceDoesNotOpen() {
        RunException e =
                assertThrows(RunException.class, () -> device("nosuchfilter").open());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("camera:0 (nosuchfilter) cannot be read: "), e.getMessage());
        RunException none = assertThrows(
                RunException.class,
                () -> SourceUri.open("camera:/dev/no-such-camera", SourceOptions.DEFAULT)
                        .open());
        assertEquals(1, String.valueOf(none.getMessage()).lines().count());
        System.out.println(none.getMessage());
    }

    private static String size(Recorded recorded) {
        return recorded.catalog().video().orElseThrow().width() + "x"
                + recorded.catalog().video().orElseThrow().height();
    }
}
