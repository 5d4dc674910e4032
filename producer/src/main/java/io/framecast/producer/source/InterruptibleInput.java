package io.framecast.producer.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * A stream whose reader can be interrupted, which standard input does not allow: a thread of its own waits for bytes. After an
 * interrupt the stream ends, and the reader's interrupt status stays set.
 */
final class InterruptibleInput extends InputStream {
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final byte[] END = {};

    private final InputStream source;
    private final BlockingQueue<byte[]> chunks = new SynchronousQueue<>();
    private byte[] chunk = END;
    private int at;
    private boolean started;
    private boolean ended;

    InterruptibleInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (at == chunk.length && !next()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean next() {
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("standard input").start(this::fill);
        }
        try {
            chunk = ended ? END : chunks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            chunk = END;
        }
        at = 0;
        ended = chunk.length == 0;
        return !ended;
    }

    private void fill() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            int count = readQuietly(buffer);
            while (count > 0) {
                chunks.put(Arrays.copyOf(buffer, count));
                count = readQuietly(buffer);
            }
            chunks.put(END);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; it would just end.
            Thread.currentThread().interrupt();
        }
    }

    /** An error ends the stream, like its end. */
    private int readQuietly(byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }
}
