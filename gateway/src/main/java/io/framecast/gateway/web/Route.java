package io.framecast.gateway.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a request is for, by its path alone. Ids are the rest of the path, percent-decoded, and not checked. */
sealed interface Route {

    /** {@code /}. */
    record Wall() implements Route {}

    /** {@code /watch/ID}. */
    record Watch() implements Route {}

    record Asset(String name) implements Route {}

    record Streams() implements Route {}

    record Stream(String id) implements Route {}

    record Stats(String id) implements Route {}

    record Thumbnail(String id) implements Route {}

    record Health() implements Route {}

    record Events() implements Route {}

    record OpenApi() implements Route {}

    record Live(String id) implements Route {}

    record Login() implements Route {}

    /** {@code api}: whether the answer is for a program. */
    record Unknown(boolean api) implements Route {}

    /** The path is not percent-encoded UTF-8. */
    record Malformed() implements Route {}

    String API = "/api/v1/";

    /** @param target of the request line, with a query or without, which is not looked at: no token belongs there */
    static Route of(String target) {
        int query = target.indexOf('?');
        String encoded = query < 0 ? target : target.substring(0, query);
        if (!encoded.startsWith("/")) {
            return new Malformed();
        }
        String path = decoded(encoded);
        if (path == null) {
            return new Malformed();
        }
        if (path.equals("/")) {
            return new Wall();
        }
        if (path.startsWith("/watch/")) {
            return new Watch();
        }
        if (path.startsWith("/assets/")) {
            return new Asset(path.substring("/assets/".length()));
        }
        return path.startsWith(API) ? api(path.substring(API.length())) : new Unknown(path.startsWith("/api/"));
    }

    private static Route api(String rest) {
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        String id = slash < 0 ? "" : rest.substring(slash + 1);
        if (slash < 0) {
            return switch (name) {
                case "streams" -> new Streams();
                case "health" -> new Health();
                case "events" -> new Events();
                case "openapi.json" -> new OpenApi();
                case "login" -> new Login();
                default -> new Unknown(true);
            };
        }
        return switch (name) {
            case "streams" -> new Stream(id);
            case "stats" -> new Stats(id);
            case "thumbnails" -> new Thumbnail(id);
            case "live" -> new Live(id);
            default -> new Unknown(true);
        };
    }

    /** RFC 3986 §2.1, once and strictly: null for anything else than complete UTF-8. */
    private static @Nullable String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        ByteBuffer bytes = ByteBuffer.allocate(path.length() * 3);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = i + 2 < path.length() ? Character.digit(path.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
