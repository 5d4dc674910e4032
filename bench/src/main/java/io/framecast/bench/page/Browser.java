package io.framecast.bench.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.framecast.bench.measure.StartedProgram;
import io.framecast.client.RunException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A headless Chromium of the system, driven by its DevTools protocol: pages in profiles of their own, and what their scripts say. */
final class Browser implements AutoCloseable {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final Pattern LISTENS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final int LIMIT_SECONDS = 20;

    private final StartedProgram process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();
    private long calls;

    /** @throws RunException where there is none, or none that starts */
    Browser(Path profile) throws RunException {
        Path program = PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new RunException("no Chromium: it is looked for at " + PLACES));
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--remote-debugging-port=0"));
        command.add("--user-data-dir=" + profile);
        // As for somebody who has touched the page before.
        command.add("--autoplay-policy=no-user-gesture-required");
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        process = new StartedProgram(command, Map.of());
        process.await("/devtools/browser/");
        process.await("\n");
        Matcher address = LISTENS.matcher(process.seen());
        if (!address.find()) {
            process.close();
            throw new RunException("Chromium says nothing of its port: " + process.seen());
        }
        try {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(address.group(1)), new Listener())
                    .join();
        } catch (CompletionException e) {
            process.close();
            throw new RunException("Chromium does not answer: " + e.getCause(), e);
        }
    }

    /** A page that shows the address in a profile of its own: nothing of it is cached. */
    Page open(String url) throws RunException {
        String context = call("Target.createBrowserContext", null)
                .get("browserContextId")
                .getAsString();
        JsonObject wanted = object("url", url);
        wanted.addProperty("browserContextId", context);
        String target =
                call("Target.createTarget", null, wanted).get("targetId").getAsString();
        JsonObject attach = object("targetId", target);
        attach.addProperty("flatten", true);
        String session =
                call("Target.attachToTarget", null, attach).get("sessionId").getAsString();
        return new Page(context, session);
    }

    /** One tab; its profile goes with it. */
    final class Page implements AutoCloseable {
        private final String context;
        private final String session;

        private Page(String context, String session) {
            this.context = context;
            this.session = session;
        }

        /** What an expression comes to that is an object. */
        JsonObject evaluate(String expression) throws RunException {
            JsonObject wanted = object("expression", "JSON.stringify(" + expression + ")");
            JsonObject result = call("Runtime.evaluate", session, wanted).getAsJsonObject("result");
            if (!result.has("value")) {
                throw new RunException(expression + ": " + result);
            }
            return JsonParser.parseString(result.get("value").getAsString()).getAsJsonObject();
        }

        @Override
        public void close() throws RunException {
            call("Target.disposeBrowserContext", null, object("browserContextId", context));
        }
    }

    private static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private JsonObject call(String method, @Nullable String session) throws RunException {
        return call(method, session, new JsonObject());
    }

    private JsonObject call(String method, @Nullable String session, JsonObject parameters) throws RunException {
        long id = ++calls;
        JsonObject call = object("method", method);
        call.addProperty("id", id);
        call.add("params", parameters);
        if (session != null) {
            call.addProperty("sessionId", session);
        }
        socket.sendText(call.toString(), true).join();
        try {
            while (true) {
                JsonObject answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new RunException(method + ": Chromium does not answer");
                }
                if (answer.has("id") && answer.get("id").getAsLong() == id) {
                    if (answer.has("error")) {
                        throw new RunException(method + ": " + answer.get("error"));
                    }
                    return answer.getAsJsonObject("result");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        process.close();
    }

    /** Whole messages, in the order that they come. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                answers.add(JsonParser.parseString(message.toString()).getAsJsonObject());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
