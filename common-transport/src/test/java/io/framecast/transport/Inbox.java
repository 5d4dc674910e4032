package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a socket got, for a test to wait for. */
final class Inbox implements DatagramHandler {
    private final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
    private final Semaphore batches = new Semaphore(0);
    final List<IOException> troubles = new CopyOnWriteArrayList<>();
    private final CountDownLatch whenClosed = new CountDownLatch(1);
    volatile boolean closed;
    volatile @Nullable InetSocketAddress lastFrom;

    byte[] next() throws InterruptedException {
        byte[] datagram = datagrams.poll(5, TimeUnit.SECONDS);
        if (datagram == null) {
            throw new AssertionError("no datagram within 5 s");
        }
        return datagram;
    }

    void awaitBatchEnd() throws InterruptedException {
        if (!batches.tryAcquire(5, TimeUnit.SECONDS)) {
            throw new AssertionError("no end of a batch within 5 s");
        }
    }

    void awaitClosed() throws InterruptedException {
        if (!whenClosed.await(5, TimeUnit.SECONDS)) {
            throw new AssertionError("not closed within 5 s");
        }
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        lastFrom = from;
        datagrams.add(ByteBufUtil.getBytes(datagram));
    }

    @Override
    public void onBatchEnd(long nowNanos) {
        batches.release();
    }

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        troubles.add(trouble);
    }

    @Override
    public void onClosed() {
        closed = true;
        whenClosed.countDown();
    }
}
