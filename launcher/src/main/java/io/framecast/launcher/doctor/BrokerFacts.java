package io.framecast.launcher.doctor;

import io.framecast.client.HostPort;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the broker answered.
 *
 * @param named somebody said that there is one; else it was looked for where one usually is
 * @param connectedNanos from the first datagram to the session; negative: there is none
 * @param resolved its name has an address
 * @param trouble what got in the way, one line; empty: nothing was heard at all
 * @param refused why the broker lets nobody in; null: it did not say so
 * @param key how its key is known, empty: not seen
 * @param otherKey what to do about a key that is not the one that was known; empty: it is
 * @param waitMillis how long was waited
 */
record BrokerFacts(
        HostPort broker,
        boolean named,
        long connectedNanos,
        boolean resolved,
        String trouble,
        @Nullable ErrorCode refused,
        String key,
        String otherKey,
        long waitMillis) {

    private static final String CHECK = "broker";

    boolean connected() {
        return connectedNanos >= 0;
    }

    Finding finding() {
        if (!otherKey.isEmpty()) {
            String says = broker + " shows another key than the one that was known";
            return connected() ? Finding.warning(CHECK, says, otherKey) : Finding.failed(CHECK, says, otherKey);
        }
        if (connected()) {
            String time = String.format(Locale.ROOT, "%.1f ms", connectedNanos / 1e6);
            return Finding.ok(CHECK, broker + " let this program in after " + time + ", wire version 1, " + key);
        }
        if (refused != null) {
            return Finding.failed(CHECK, broker + " refuses: " + trouble, mend(refused));
        }
        String why = trouble.isEmpty() ? "" : ": " + trouble;
        if (!named) {
            return Finding.unknown(CHECK, "no broker at " + broker + why, "framecast doctor --broker HOST:PORT");
        }
        if (!resolved) {
            return Finding.failed(CHECK, broker + why, "getent hosts " + broker.host());
        }
        return Finding.failed(
                CHECK,
                broker + " does not answer within " + waitMillis + " ms" + why,
                "framecast broker --bind 0.0.0.0:" + broker.port() + " (there; and let UDP port " + broker.port()
                        + " through its firewall: sudo ufw allow " + broker.port() + "/udp)");
    }

    private String mend(ErrorCode code) {
        return switch (code) {
            case SECRET_REQUIRED, NOT_ALLOWED, WRONG_SECRET ->
                "framecast doctor --broker " + broker + " --secret-file FILE";
            case TOKEN_INVALID, TOKEN_EXPIRED ->
                "framecast token --broker " + broker + " --secret-file FILE --get \"\" (prints a new ticket)";
            default -> "";
        };
    }
}
