package io.framecast.broker.core;

import java.util.List;

/**
 * The producer ids that a right covers: everything under one of {@code prefixes}. A prefix ends at a segment: {@code cam}
 * covers {@code cam} and {@code cam/1}, {@code cam/} only {@code cam/1}, neither of them {@code camera}; the empty prefix covers
 * every id.
 */
public record Scope(List<String> prefixes) {

    public static final Scope ALL = new Scope(List.of(""));
    public static final Scope NONE = new Scope(List.of());

    public Scope {
        prefixes = List.copyOf(prefixes);
    }

    public boolean covers(String producerId) {
        for (String prefix : prefixes) {
            if (covers(prefix, producerId)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String prefix, String id) {
        if (prefix.isEmpty() || prefix.endsWith("/")) {
            return id.startsWith(prefix) && id.length() > prefix.length();
        }
        return id.startsWith(prefix) && (id.length() == prefix.length() || id.charAt(prefix.length()) == '/');
    }
}
