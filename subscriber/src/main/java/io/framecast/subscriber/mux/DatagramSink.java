package io.framecast.subscriber.mux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;

/**
 * MPEG-TS over UDP: at most seven transport packets to a datagram, the last one of an access unit shorter. A name that does not
 * resolve, or a network that is away, loses datagrams, is said once and tried again every five seconds.
 */
public final class DatagramSink implements ByteSink {
    /** Seven transport packets of 188 bytes: what every receiver takes and Ethernet carries whole. */
    public static final int DATAGRAM_BYTES = 7 * 188;

    private static final long RETRY_NANOS = 5_000_000_000L;

    private final String host;
    private final int port;
    private final Consumer<String> say;
    private final DatagramChannel channel;
    private final ByteBuffer held = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
    private InetSocketAddress to;
    private long triedNanos;
    private boolean said;

    public DatagramSink(String host, int port, Consumer<String> say) throws IOException {
        this.host = host;
        this.port = port;
        this.say = say;
        this.channel = DatagramChannel.open();
        this.to = new InetSocketAddress(host, port);
        this.triedNanos = System.nanoTime();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int part = Math.min(bytes.remaining(), held.remaining());
            held.put(held.position(), bytes, bytes.position(), part).position(held.position() + part);
            bytes.position(bytes.position() + part);
            if (!held.hasRemaining()) {
                send();
            }
        }
    }

    @Override
    public void unitEnds() {
        if (held.position() > 0) {
            send();
        }
    }

    @Override
    public void close() throws IOException {
        unitEnds();
        channel.close();
    }

    private void send() {
        if (to.isUnresolved() && System.nanoTime() - triedNanos > RETRY_NANOS) {
            triedNanos = System.nanoTime();
            to = new InetSocketAddress(host, port);
        }
        held.flip();
        try {
            if (to.isUnresolved()) {
                sayOnce("the name does not resolve; waiting for it");
            } else {
                channel.send(held, to);
            }
        } catch (IOException e) {
            sayOnce(e.getMessage() + "; going on");
        }
        held.clear();
    }

    private void sayOnce(String what) {
        if (!said) {
            said = true;
            say.accept("udp://" + host + ":" + port + ": " + what);
        }
    }
}
