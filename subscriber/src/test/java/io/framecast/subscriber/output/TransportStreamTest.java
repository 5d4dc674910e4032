package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.Clip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportStreamTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @Test
    void eachAccessUnitIsOutBeforeTheNextOneComesIn() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        ByteArrayOutputStream piped = new ByteArrayOutputStream();
        MuxOutput output = new MuxOutput(new Destination.Piped(piped), heard);
        output.onCatalog(clip.catalog());
        int before = 0;
        boolean started = false;
        for (Frame frame : clip.frames()) {
            output.onFrame(frame);
            started |= frame.track() == 1;
            if (started) {
                assertTrue(piped.size() - before >= frame.payload().length, "held back at " + frame.number());
                assertEquals(0, piped.size() % 188);
            }
            before = piped.size();
        }
        output.close();
        Path file = Files.write(folder.resolve("piped.ts"), piped.toByteArray());
        Clip read = Clip.read(file, 0);
        assertEquals(clip.video().size(), read.video().size());
        assertEquals(clip.audio().size(), read.audio().size());
    }

    @Test
    void aReaderThatLeavesEndsItQuietly() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        OutputStream broken = new OutputStream() {
            private int left = 100_000;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        MuxOutput output = new MuxOutput(new Destination.Piped(broken), heard);
        output.onCatalog(clip.catalog());
        for (Frame frame : clip.frames()) {
            output.onFrame(frame);
        }
        output.close();
        assertTrue(heard.ended.await(0, TimeUnit.SECONDS));
        assertEquals(List.of(), heard.lines);
        assertEquals(List.of(), heard.failures);
    }

    @Test
    void datagramsHoldSevenPacketsAtTheMost() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(4 << 20);
            socket.setSoTimeout(5000);
            String uri = "udp://127.0.0.1:" + socket.getLocalPort();
            FrameOutput output = OutputUri.open(uri, "a", OutputOptions.defaults(), heard, null);
            output.onCatalog(clip.catalog());
            DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
            for (Frame frame : clip.frames().subList(0, 60)) {
                output.onFrame(frame);
                // Sent on this thread over loopback: what there is can be read at once.
                socket.setSoTimeout(1);
                try {
                    while (true) {
                        socket.receive(datagram);
                        assertTrue(datagram.getLength() <= 1316 && datagram.getLength() % 188 == 0);
                        received.write(datagram.getData(), 0, datagram.getLength());
                    }
                } catch (SocketTimeoutException e) {
                    // All of this unit.
                }
            }
            output.close();
        }
        Clip read = Clip.read(Files.write(folder.resolve("udp.ts"), received.toByteArray()), 0);
        assertEquals(
                clip.frames().subList(0, 60).stream()
                        .filter(f -> f.track() == 1)
                        .count(),
                read.video().size());
    }
}
