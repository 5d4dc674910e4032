package io.framecast.transport;

import java.util.Locale;
import java.util.Optional;

/**
 * Socket buffer sizes to ask for, in bytes. A 150-packet key frame overflows Linux's default of 212 992 bytes, which holds 92
 * datagrams of 1200 bytes; 4 MiB hold 3640 (measured).
 */
public record SocketBuffers(int receiveBytes, int sendBytes) {
    public static final SocketBuffers DEFAULT = new SocketBuffers(4 << 20, 4 << 20);

    static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

    /** What to tell the operator about what the OS granted, if that is less than was asked for. */
    Optional<String> shortage(int receiveReported, int sendReported) {
        StringBuilder said = new StringBuilder();
        if (LINUX && sendReported / 2 < sendBytes) {
            said.append(line("send", sendReported / 2, sendBytes, "net.core.wmem_max"));
        }
        if (LINUX && receiveReported / 2 < receiveBytes) {
            said.append(line("receive", receiveReported / 2, receiveBytes, "net.core.rmem_max"));
        } else if (!LINUX && receiveReported < receiveBytes) {
            said.append("UDP receive buffer: %d KiB granted of %d KiB asked for; bursts may be lost. "
                    .formatted(receiveReported >> 10, receiveBytes >> 10));
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(said.toString().strip());
    }

    private static String line(String which, int granted, int asked, String sysctl) {
        return "UDP %s buffer: %d KiB granted of %d KiB asked for; bursts may be lost. Mend: sudo sysctl -w %s=%d "
                .formatted(which, granted >> 10, asked >> 10, sysctl, asked);
    }
}
