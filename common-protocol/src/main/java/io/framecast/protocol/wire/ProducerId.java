package io.framecast.protocol.wire;

/** The name of a producer: 1–64 of {@code [A-Za-z0-9._/-]}. */
public final class ProducerId {

    public static final int MAX_CHARS = 64;

    private ProducerId() {}

    /**
     * @return {@code id}
     * @throws IllegalArgumentException with one line that says what an id looks like
     */
    public static String check(String id) {
        if (!isValid(id)) {
            throw new IllegalArgumentException("a producer id has 1 to 64 characters out of A-Z a-z 0-9 . _ / -");
        }
        return id;
    }

    public static boolean isValid(String id) {
        return !id.isEmpty() && isPrefix(id);
    }

    /** Whether an id can start with {@code text}; the empty text is one. */
    public static boolean isPrefix(String text) {
        if (text.length() > MAX_CHARS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '/' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
