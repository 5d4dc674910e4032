package io.framecast.sim;

import io.framecast.sim.EventLog.Delivered;
import io.framecast.sim.EventLog.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold in every run: each delivered frame is byte-equal to a published one, in order, never twice. */
public final class Checker {

    private record Frames(String stream, int track) {}

    private record Reader(String subscriber, String stream, int track) {}

    private Checker() {}

    /** Every breach, one line each; empty where all is well. */
    public static List<String> violations(EventLog log) {
        Map<Frames, Map<Integer, Published>> published = new HashMap<>();
        List<String> violations = new ArrayList<>();
        for (Published frame : log.published()) {
            Published before = published
                    .computeIfAbsent(new Frames(frame.stream(), frame.track()), frames -> new HashMap<>())
                    .put(frame.number(), frame);
            if (before != null) {
                violations.add("published twice under one number: " + describe(frame));
            }
        }
        Map<Reader, Long> newest = new HashMap<>();
        for (Delivered event : log.delivered()) {
            Published frame = event.frame();
            Published original = published
                    .getOrDefault(new Frames(frame.stream(), frame.track()), Map.of())
                    .get(frame.number());
            String what = event.subscriber() + " got " + describe(frame);
            if (original == null) {
                violations.add(what + ", which was never published");
            } else {
                if (original.digest() != frame.digest() || original.bytes() != frame.bytes()) {
                    violations.add(what + " with other bytes than published");
                }
                if (original.key() != frame.key()
                        || original.discardable() != frame.discardable()
                        || original.captureMicros() != frame.captureMicros()) {
                    violations.add(what + " with other flags or another time than published");
                }
                if (event.atNanos() - original.atNanos() < 0) {
                    violations.add(what + " before it was published");
                }
            }
            Long last = newest.put(new Reader(event.subscriber(), frame.stream(), frame.track()), event.number());
            if (last != null && last == event.number()) {
                violations.add(what + " twice");
            } else if (last != null && last > event.number()) {
                violations.add(what + " after frame " + last);
            }
        }
        return List.copyOf(violations);
    }

    /** Fails the test with the first breaches and the seed. */
    public static void assertHolds(EventLog log, long seed) {
        List<String> violations = violations(log);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations, seed " + seed + ": "
                    + String.join("; ", violations.subList(0, Math.min(5, violations.size()))));
        }
    }

    private static String describe(Published frame) {
        return "frame " + Integer.toUnsignedString(frame.number()) + " of " + frame.stream() + " track "
                + frame.track();
    }
}
