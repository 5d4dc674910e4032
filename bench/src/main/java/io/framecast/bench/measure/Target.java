package io.framecast.bench.measure;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was promised, beside what was measured.
 *
 * @param most the median may be this at most
 * @param stretch what would be better still; null: nothing was set
 * @param measured null: it was not, {@code note} says why
 * @param note what has to be known to read the figure; may be empty
 */
public record Target(
        String what,
        double most,
        @Nullable Double stretch,
        @Nullable Spread measured,
        String note) {

    String verdict() {
        if (measured == null) {
            return "not measured";
        }
        if (stretch != null && measured.median() <= stretch) {
            return "hit, stretch too";
        }
        return measured.median() <= most ? "hit" : "**missed**";
    }

    /** The cells of its row: what, at most, stretch, measured, verdict, note. */
    public String[] cells() {
        return new String[] {
            what,
            Spread.digits(most),
            stretch == null ? "" : Spread.digits(stretch),
            measured == null ? "" : measured.toString(),
            verdict(),
            note
        };
    }
}
