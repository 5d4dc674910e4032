package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that have secrets, told to log all they can: neither what they write nor what they answer, neither the files that they leave
 * nor the list of processes has one.
 */
@Timeout(240)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the command lines of processes can be read")
class SecretsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SECRET = "fcs1_q4Vn0Zb8Yc2Xd6We1Rf5Tg9Uh3Ji7Ko0Lp4Mq8NrAA0";
    private static final String WRONG = "fcs1_z1Yx2Wv3Ut4Sr5Qp6On7Ml8Kj9Ih0Gf1Ed2Cb3Az4A0";
    private static final String PASSPHRASE = "Rosebud-was-the-sledge-4711";
    private static final String MALFORMED = "hunter2-is-no-secret-of-ours";

    @TempDir
    Path folder;

    private final Map<String, String> said = new LinkedHashMap<>();
    private final List<Framecast> running = new ArrayList<>();
    private String ticket = "";

    @AfterEach
    void close() {
        running.forEach(Framecast::close);
    }

    private Framecast start(String name, Map<String, String> secrets, String... arguments) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(secrets);
        environment.put("FRAMECAST_STATE", folder.resolve("state/" + name).toString());
        environment.put("FRAMECAST_VERBOSE", "true");
        Framecast program = Framecast.start(environment, arguments);
        running.add(program);
        return program;
    }

    /** Runs to its end. */
    private void run(int exitCode, String name, Map<String, String> secrets, String... arguments) throws Exception {
        Framecast program = start(name, secrets, arguments);
        said.put(name + "'s command line", commandLine(program));
        assertEquals(exitCode, program.exitCode(LONG), program::all);
        said.put(name, program.all());
    }

    private static String commandLine(Framecast program) {
        try {
            return Files.readString(Path.of("/proc/" + program.pid() + "/cmdline"));
        } catch (IOException e) {
            return "it has ended";
        }
    }

    private void ask(HttpClient http, String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        said.put(uri + " " + answer.statusCode(), answer.headers().map() + answer.body());
    }

    @Test
    void noSecretIsWhereItDoesNotBelong() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
        String address = "127.0.0.1:" + Ports.freeUdp();
        String admin = "127.0.0.1:" + Ports.freeTcp();
        String web = "127.0.0.1:" + Ports.freeTcp();
        String webAdmin = "127.0.0.1:" + Ports.freeTcp();
        Map<String, String> withSecret = Map.of("FRAMECAST_SECRET", SECRET);
        Map<String, String> withBoth = Map.of("FRAMECAST_SECRET", SECRET, "FRAMECAST_PASSPHRASE", PASSPHRASE);

        Framecast broker = start("broker", withSecret, "broker", "-v", "--bind", address, "--admin", admin);
        broker.awaitLog("listens on", LONG);
        Framecast producer = start(
                "producer",
                Map.of(),
                "producer",
                "-v",
                "--broker",
                address,
                "--secret-file",
                secret.toString(),
                "--passphrase-file",
                passphrase.toString(),
                "--id",
                "x",
                "--loop",
                "--source",
                "file:" + Samples.FOLDER.resolve("clock.mp4"));
        producer.awaitLog("live", LONG);
        Framecast gateway =
                start("gateway", withBoth, "gateway", "-v", "--broker", address, "--bind", web, "--admin", webAdmin);
        gateway.awaitLog("shows the streams", LONG);

        Framecast token = start(
                "token", Map.of(), "token", "--broker", address, "--secret-file", secret.toString(), "--get", "x");
        assertEquals(0, token.exitCode(LONG), token::all);
        ticket = token.out().getFirst();
        said.put("token's log", String.join("\n", token.err()));
        String jwt = ticket.substring(ticket.indexOf("token=") + 6);

        run(
                0,
                "subscriber",
                Map.of("FRAMECAST_TICKET", ticket, "FRAMECAST_PASSPHRASE", PASSPHRASE),
                "subscriber",
                "-v",
                "--log-format",
                "json",
                "--subscribe",
                "x",
                "--output",
                "null",
                "--duration",
                "3s",
                "--stats",
                "json");
        assertTrue(String.valueOf(said.get("subscriber")).contains("\"frames\""), said::toString);
        String[] watch = {"subscriber", "-v", "--broker", address, "--subscribe", "x", "--output", "null"};
        run(1, "wrong secret", Map.of("FRAMECAST_SECRET", WRONG), watch);
        run(1, "no secret", Map.of(), watch);
        run(1, "wrong passphrase", Map.of("FRAMECAST_SECRET", SECRET, "FRAMECAST_PASSPHRASE", MALFORMED), watch);
        run(2, "malformed secret", Map.of("FRAMECAST_SECRET", MALFORMED), watch);
        run(2, "malformed ticket", Map.of("FRAMECAST_TICKET", ticket + "%%" + MALFORMED), "subscriber");
        run(0, "doctor", withBoth, "doctor", "-v", "--broker", address);
        run(0, "doctor as JSON", withBoth, "doctor", "-v", "--json", "--broker", address);

        try (HttpClient http = HttpClient.newHttpClient()) {
            ask(http, "http://" + admin + "/metrics");
            ask(http, "http://" + webAdmin + "/metrics");
            String api = "http://" + web + "/api/v1/";
            ask(http, api + "health");
            ask(http, api + "openapi.json");
            for (String path : List.of("streams", "streams/x", "stats/x", "thumbnails/x")) {
                ask(http, api + path);
                ask(http, api + path, "Authorization", "Bearer " + jwt);
                ask(http, api + path, "Authorization", "Bearer " + MALFORMED);
                ask(http, api + path, "Authorization", "Bearer " + SECRET);
            }
        }
        assertTrue(said.containsKey("http://" + web + "/api/v1/streams/x 200"), () -> "asked: " + said.keySet());
        for (Framecast program : List.of(broker, producer, gateway)) {
            said.put("command line of " + program.pid(), commandLine(program));
            program.signal("TERM");
            program.exitCode(LONG);
            said.put("output of " + program.pid(), program.all());
        }
        readFiles(folder.resolve("state"));

        // What is looked for can be found: the bare parts, in case something around them is cut off.
        List<String> secrets = List.of(
                SECRET.substring(5),
                WRONG.substring(5),
                PASSPHRASE,
                MALFORMED,
                jwt.substring(jwt.lastIndexOf('.') + 1),
                jwt.substring(0, jwt.lastIndexOf('.')));
        said.forEach((where, text) ->
                secrets.forEach(one -> assertFalse(text.contains(one), () -> one + " is in " + where + ": " + text)));
        assertTrue(said.size() > 30, () -> "looked at " + said.keySet());
    }

    /** Everything that they keep is their own, and no other program's secret. */
    private void readFiles(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                if (Files.isDirectory(file)) {
                    assertTrue(file.equals(state) || mode.equals("rwx------"), () -> file + " is " + mode);
                } else {
                    said.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                    boolean log = file.toString().endsWith(".log");
                    assertTrue(log || mode.equals("rw-------"), () -> file + " is " + mode);
                }
            }
        }
    }
}
