package io.framecast.client;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a viewer needs: {@code framecast://host:port?key=…&token=…}. It carries a right, so it is not logged.
 *
 * @param brokerKey the broker's static public key, 32 bytes (43 characters base64url in the text)
 * @param token a JWT of at most 900 characters, or empty
 */
public record Ticket(HostPort broker, byte[] brokerKey, String token) {
    public static final String SCHEME = "framecast://";
    public static final int KEY_BYTES = 32;
    public static final int MAX_TOKEN_CHARS = 900;

    public Ticket {
        if (brokerKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("a broker's key has 32 bytes");
        }
    }

    /** @throws UsageException in one line that repeats neither key nor token */
    public static Ticket parse(String option, String text) {
        String trimmed = text.strip();
        int question = trimmed.indexOf('?');
        if (!trimmed.startsWith(SCHEME) || question < 0) {
            throw new UsageException(option + ": not a ticket (framecast://HOST:PORT?key=…&token=…)");
        }
        String authority = trimmed.substring(SCHEME.length(), question);
        if (authority.endsWith("/")) {
            authority = authority.substring(0, authority.length() - 1);
        }
        HostPort broker = HostPort.parse(option, authority, HostPort.DEFAULT_PORT);
        byte @Nullable [] key = null;
        String token = "";
        for (String part : trimmed.substring(question + 1).split("&", -1)) {
            if (part.startsWith("key=")) {
                key = key(part.substring(4));
            } else if (part.startsWith("token=")) {
                token = part.substring(6);
            }
        }
        if (key == null) {
            throw new UsageException(option + ": the ticket's key is not 43 characters of base64url");
        }
        if (token.length() > MAX_TOKEN_CHARS || !token.chars().allMatch(Ticket::tokenChar)) {
            throw new UsageException(
                    option + ": the ticket's token is not a JWT of at most " + MAX_TOKEN_CHARS + " characters");
        }
        return new Ticket(broker, key, token);
    }

    /** The ticket as {@link #parse} takes it. */
    public String text() {
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(brokerKey);
        return SCHEME + broker + "?key=" + key + (token.isEmpty() ? "" : "&token=" + token);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return SCHEME + broker;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ticket ticket
                && broker.equals(ticket.broker)
                && Arrays.equals(brokerKey, ticket.brokerKey)
                && token.equals(ticket.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(broker, Arrays.hashCode(brokerKey), token);
    }

    private static byte @Nullable [] key(String text) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(text);
            return key.length == KEY_BYTES ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean tokenChar(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0;
    }
}
