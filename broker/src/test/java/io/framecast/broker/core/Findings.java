package io.framecast.broker.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an {@link Audit} found: what went against an invariant, and how often there was an occasion for that. */
final class Findings {

    /** Something that an invariant is about has happened: a test in which it never does proves nothing. */
    enum Seen {
        UNPROVEN,
        REPLIES,
        MEDIA,
        CHALLENGES,
        MOVES,
        CANCELLED_MOVES,
        STALE_REPORTS,
        LEASES_OVER,
        REPAIRS,
        LISTS,
        KEY_REQUESTS,
        JOINS,
        IMPLAUSIBLE,
        REPEATED_HELLOS
    }

    /** Beside the eight: each datagram under one reason. */
    static final int COUNTED = 0;

    private static final int MOST = 10;

    private final Map<Integer, List<String>> violations = new HashMap<>();
    private final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);

    List<String> violations(int invariant) {
        return violations.getOrDefault(invariant, List.of());
    }

    int seen(Seen what) {
        return seen.getOrDefault(what, 0);
    }

    void note(Seen what) {
        seen.merge(what, 1, Integer::sum);
    }

    void violated(int invariant, String how, long nowNanos) {
        List<String> list = violations.computeIfAbsent(invariant, any -> new ArrayList<>());
        if (list.size() < MOST) {
            list.add("at " + nowNanos / 1_000_000 + " ms: " + how);
        }
    }
}
