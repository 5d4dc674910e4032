package io.framecast.gateway.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** What a page says on its WebSocket. */
sealed interface ViewerMessage {

    /** {@code t0}: any finite number, given back. */
    record Ping(double t0) implements ViewerMessage {}

    record Pause() implements ViewerMessage {}

    record Resume() implements ViewerMessage {}

    /** How it fares. {@code path}: {@code webcodecs}, {@code mse} or {@code jpeg}; times in milliseconds, NaN where there is none. */
    record Report(String path, double firstFrameMillis, double shownMillis, long dropped) implements ViewerMessage {}

    /** Of a kind that a newer page may know. */
    record Unknown() implements ViewerMessage {}

    /** Not a JSON object with a type, or of a known type and without what belongs to it. */
    record Malformed() implements ViewerMessage {}

    static ViewerMessage of(String text) {
        try {
            JsonElement root = JsonParser.parseString(text);
            if (!(root instanceof JsonObject fields) || !(fields.get("type") instanceof JsonPrimitive type)) {
                return new Malformed();
            }
            return switch (type.getAsString()) {
                case "ping" -> {
                    double t0 = number(fields.get("t0"));
                    yield Double.isFinite(t0) ? new Ping(t0) : new Malformed();
                }
                case "pause" -> new Pause();
                case "resume" -> new Resume();
                case "report" -> report(fields);
                default -> new Unknown();
            };
        } catch (JsonParseException | NumberFormatException e) {
            return new Malformed();
        }
    }

    private static ViewerMessage report(JsonObject fields) {
        if (!(fields.get("path") instanceof JsonPrimitive path)) {
            return new Malformed();
        }
        double shown =
                fields.get("shownMs") instanceof JsonObject quantiles ? number(quantiles.get("p50")) : Double.NaN;
        double dropped = number(fields.get("dropped"));
        return switch (path.getAsString()) {
            case "webcodecs", "mse", "jpeg" ->
                new Report(path.getAsString(), number(fields.get("ttffMs")), shown, (long) dropped);
            default -> new Malformed();
        };
    }

    /** NaN for what is none. */
    private static double number(@Nullable JsonElement element) {
        return element instanceof JsonPrimitive value && value.isNumber() ? value.getAsDouble() : Double.NaN;
    }
}
