package io.framecast.launcher.doctor;

import io.framecast.transport.SocketBuffers;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The buffers that this system grants to a UDP socket, bytes.
 *
 * @param receiveMost net.core.rmem_max, where there is one
 * @param sendMost net.core.wmem_max
 */
record Buffers(SocketBuffers asked, int receive, int send, OptionalLong receiveMost, OptionalLong sendMost) {

    private static final String CHECK = "socket buffers";

    /** Asks for what our programs ask for, and reads back what was granted. Empty where there are no sockets to be had. */
    static Optional<Buffers> granted(SocketBuffers asked, SystemFiles files) {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, asked.receiveBytes());
            socket.setOption(StandardSocketOptions.SO_SNDBUF, asked.sendBytes());
            return Optional.of(new Buffers(
                    asked,
                    socket.getOption(StandardSocketOptions.SO_RCVBUF),
                    socket.getOption(StandardSocketOptions.SO_SNDBUF),
                    files.number(SystemFiles.RECEIVE_MOST),
                    files.number(SystemFiles.SEND_MOST)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Finding finding() {
        String says = "asked %d KiB, granted %d KiB to receive and %d KiB to send"
                .formatted(asked.receiveBytes() >> 10, receive >> 10, send >> 10);
        return tooSmall() ? Finding.warning(CHECK, says + ": bursts may be lost", mend()) : Finding.ok(CHECK, says);
    }

    boolean tooSmall() {
        return receive < asked.receiveBytes() || send < asked.sendBytes();
    }

    /** Sets what is too small now, and keeps it: what sysctl prints is what its files hold. Empty where there is no sysctl. */
    String mend() {
        if (receiveMost.isEmpty() && sendMost.isEmpty()) {
            return "";
        }
        StringBuilder command = new StringBuilder("sudo sysctl -w");
        if (receive < asked.receiveBytes()) {
            command.append(" net.core.rmem_max=").append(asked.receiveBytes());
        }
        if (send < asked.sendBytes()) {
            command.append(" net.core.wmem_max=").append(asked.sendBytes());
        }
        return command.append(" | sudo tee /etc/sysctl.d/60-framecast.conf").toString();
    }
}
