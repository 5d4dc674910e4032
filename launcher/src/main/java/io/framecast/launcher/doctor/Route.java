package io.framecast.launcher.doctor;

import io.framecast.client.PublishOptions;
import io.framecast.protocol.wire.MediaHeader;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/**
 * The way that leads from here to the broker.
 *
 * @param own this machine's address on it
 * @param mtu of the device, bytes
 */
record Route(InetAddress own, InetAddress broker, String device, int mtu) {

    private static final String CHECK = "MTU";
    private static final int UDP_BYTES = 8;

    /** As the kernel would choose it; nothing is sent. Empty if there is none. */
    static Optional<Route> to(InetSocketAddress broker) {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.connect(broker);
            InetAddress own = ((InetSocketAddress) socket.getLocalAddress()).getAddress();
            NetworkInterface device = NetworkInterface.getByInetAddress(own);
            return device == null
                    ? Optional.empty()
                    : Optional.of(new Route(own, broker.getAddress(), device.getName(), device.getMTU()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The largest packet of a stream with fragments of the usual size, with the trailer of its producer. */
    int neededBytes() {
        int header = broker instanceof Inet6Address ? 40 : 20;
        return header + UDP_BYTES + PublishOptions.FRAGMENT_BYTES + MediaHeader.TRAILER_BYTES;
    }

    Finding finding() {
        String says = device + " takes packets of " + mtu + " bytes, streams need " + neededBytes();
        return mtu >= neededBytes()
                ? Finding.ok(CHECK, says)
                : Finding.warning(CHECK, says, "sudo ip link set dev " + device + " mtu 1500");
    }
}
