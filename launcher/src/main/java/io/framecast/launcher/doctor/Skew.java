package io.framecast.launcher.doctor;

import io.framecast.protocol.session.BrokerClock;
import io.framecast.protocol.session.StreamStats;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the clocks of this machine and of the broker's are apart. */
final class Skew {

    private static final String CHECK = "clock";
    private static final long MOST_MICROS = 1_000_000;

    private Skew() {}

    /** {@code clock}: null if nothing was measured. */
    static Finding finding(@Nullable BrokerClock clock) {
        if (clock == null) {
            return Finding.unknown(CHECK, "the broker's was not measured", "");
        }
        long apart = Math.abs(clock.offsetMicros());
        String says = String.format(
                Locale.ROOT,
                "%.1f ms %s the broker's, ± %.1f ms; round trip %.1f ms",
                apart / 1e3,
                clock.offsetMicros() > 0 ? "behind" : "ahead of",
                clock.uncertaintyMicros() / 1e3,
                clock.roundTripNanos() / 1e6);
        if (apart - clock.uncertaintyMicros() > MOST_MICROS) {
            return Finding.warning(CHECK, says + "; tokens and logs go by it", "sudo timedatectl set-ntp true");
        }
        if (clock.uncertaintyMicros() > StreamStats.ABSOLUTE_WITHIN_MICROS) {
            return Finding.warning(CHECK, says + ": over 20 ms latency can only be told relative", "");
        }
        return Finding.ok(CHECK, says);
    }
}
