package io.framecast.bench.measure;

import java.util.Locale;
import java.util.Optional;

/** Where a measurement says more about its own limits than about what it measures. */
public final class Saturation {

    /** A thread that only works has all of a core; with less, something else was in its way. */
    private static final double WHOLE_CORE = 0.9;

    /** Beyond this much of a core a process that has one cannot follow bursts any more. */
    private static final double FULL = 0.95;

    /** What a system does in the background. */
    private static final double OTHERS = 0.15;

    private Saturation() {}

    /** Of a sender that sends as fast as it can, by its share of a core in [0, 1]. */
    public static Optional<String> disturbed(String who, double share) {
        return share >= WHOLE_CORE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s had only %.0f %% of a core: the machine was not quiet", who, 100 * share));
    }

    /** Of a process that has {@code cores} to itself and has to follow a given rate. */
    public static Optional<String> full(String who, double coresUsed, int cores) {
        return coresUsed < FULL * cores
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s is full: %.2f of %d cores", who, coresUsed, cores));
    }

    /** Of what else ran on the machine, in cores. */
    public static Optional<String> crowdedOut(double othersCores) {
        return othersCores < OTHERS
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "other processes took %.2f cores: the machine was not quiet, and what was late or lost may be their doing",
                        othersCores));
    }

    /** What the kernel dropped of what was sent to sockets that are read. */
    public static Optional<String> dropped(UdpFigures during) {
        return during.receiveOverflows() == 0
                ? Optional.empty()
                : Optional.of("the kernel dropped " + during.receiveOverflows()
                        + " messages at full receive buffers, anywhere on this machine");
    }
}
