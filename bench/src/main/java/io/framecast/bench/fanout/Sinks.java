package io.framecast.bench.fanout;

import io.framecast.client.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Sockets in a row on loopback that nobody reads: they fill up, and what comes then is delivered up to their door. */
final class Sinks implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int TRIES = 50;

    final int firstPort;
    private final List<DatagramChannel> sockets = new ArrayList<>();

    Sinks(int count) throws RunException {
        int port = FIRST_PORT;
        for (int tried = 0; tried < TRIES; tried++, port += count) {
            if (bind(port, count)) {
                firstPort = port;
                return;
            }
            close();
        }
        throw new RunException("no " + count + " free UDP ports in a row above " + FIRST_PORT);
    }

    private boolean bind(int port, int count) {
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(DatagramChannel.open(StandardProtocolFamily.INET)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + i)));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        for (DatagramChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        }
        sockets.clear();
    }
}
