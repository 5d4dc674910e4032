package io.framecast.subscriber.mux;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A stream such as standard output, which stays open. One write for each access unit, as far as the buffer of 1 MiB goes. */
public final class StreamSink implements ByteSink {
    private final OutputStream stream;
    private byte[] held = new byte[64 << 10];
    private int heldBytes;

    public StreamSink(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (heldBytes == held.length) {
                if (held.length < 1 << 20) {
                    held = Arrays.copyOf(held, held.length * 2);
                } else {
                    unitEnds();
                }
            }
            int part = Math.min(bytes.remaining(), held.length - heldBytes);
            bytes.get(held, heldBytes, part);
            heldBytes += part;
        }
    }

    @Override
    public void unitEnds() throws IOException {
        if (heldBytes > 0) {
            stream.write(held, 0, heldBytes);
            heldBytes = 0;
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        unitEnds();
    }
}
