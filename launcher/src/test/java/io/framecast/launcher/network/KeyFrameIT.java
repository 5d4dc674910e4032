package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large frames to sockets with small buffers. */
@Timeout(120)
class KeyFrameIT {

    /** The kernel doubles what is asked for: this gives the 212 992 B that a socket of Linux has by default. */
    private static final int ASK_FOR_DEFAULT = 212_992 / 2;

    private static final int RECEIVERS = 4;
    private static final int FRAMES = 40;
    private static final int RATE = 10;

    /** Small frames before, three seconds of them, so that decryption is compiled in the receivers' process. */
    private static final int SMALL_RATE = 100;

    /** 150 fragments of 1200 B that hold a 32-byte header and a 16-byte tag each. */
    private static final int FRAME_BYTES = 149 * 1140 + 500;

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void aKeyFrameOf150DatagramsOverflowsNoDefaultReceiveBuffer() throws Exception {
        Path source = folder.resolve("source");
        FrameFolder.make(source, FRAMES, FRAME_BYTES, FRAME_BYTES, 1);
        Path small = folder.resolve("small");
        FrameFolder.make(small, 3 * SMALL_RATE, FRAME_BYTES / 15, FRAME_BYTES / 15, 2);
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            Namespace center = network.namespace("broker");
            Namespace viewers = network.namespace("viewers");
            Network.Cable cable = network.join(center, viewers);
            programs.broker(center.within(), "0.0.0.0:5000", "127.0.0.1:" + Programs.ADMIN_PORT, "");
            CrowdProcess crowd = programs.crowd(
                    viewers.within(), cable.addressA() + ":5000", List.of("warm", "a"), RECEIVERS, ASK_FOR_DEFAULT);
            crowd.await(
                    "all are there", 60 * SECOND, stats -> stats.get("viewers").getAsInt() == 2 * RECEIVERS);
            publish(programs, center, "warm", small, SMALL_RATE);
            JsonObject before = crowd.stats();
            long overflowsBefore = viewers.udp("RcvbufErrors");
            long arrivedBefore = viewers.udp("InDatagrams");
            publish(programs, center, "a", source, RATE);
            JsonObject stats = crowd.stats();
            long overflows = viewers.udp("RcvbufErrors") - overflowsBefore;
            long arrived = viewers.udp("InDatagrams") - arrivedBefore;
            System.out.printf(
                    "%d datagrams arrived, %d found a full buffer (150-datagram frames, %d receivers of 212992 B); %s%n",
                    arrived, overflows, RECEIVERS, stats);
            assertAll(
                    () -> assertEquals(0, overflows, stats::toString),
                    () -> assertEquals(before.get("lost"), stats.get("lost"), stats::toString),
                    () -> assertEquals(before.get("frames_broken"), stats.get("frames_broken"), stats::toString));
        }
    }

    private static void publish(Programs programs, Namespace center, String id, Path frames, int rate)
            throws Exception {
        Framecast producer = programs.producer(
                center.within(), "127.0.0.1:5000", id, "frames:" + frames, "--rate", String.valueOf(rate));
        assertEquals(0, producer.exitCode(Programs.SOON), producer::all);
    }
}
