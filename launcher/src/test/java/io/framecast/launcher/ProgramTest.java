package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user meets it: exit codes, and one line for each mistake. */
@Timeout(60)
class ProgramTest {

    private static final List<String> COMMANDS =
            List.of("demo", "broker", "producer", "subscriber", "gateway", "token", "doctor", "secret");
    private static final String TICKET =
            "framecast://localhost:5000?key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&token=a.b.c";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void helpAndVersionGoToStandardOutputAndEndWith0() {
        assertEquals(0, run("--help"));
        assertTrue(printed().contains("subscriber"), printed());
        assertEquals(0, run("--version"));
        assertTrue(printed().startsWith("framecast "), printed());
        assertEquals(0, run("generate-completion"));
        assertTrue(printed().contains("complete -F"), "a script for bash");
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void everyCommandSaysTheSameVersion() {
        assertEquals(0, run("--version"));
        String version = printed();
        for (String command : COMMANDS) {
            assertEquals(0, run(command, "--version"), command);
            assertEquals(version, printed(), command);
        }
    }

    @Test
    void helpOfEveryCommandShowsDefaultsAndVariables() {
        for (String command : COMMANDS) {
            assertEquals(0, run(command, "--help"), command);
            assertTrue(printed().contains("FRAMECAST_LOG_FORMAT"), command);
        }
        assertEquals(0, run("subscriber", "--help"));
        assertTrue(printed().replaceAll("\\s+", " ").contains("[default 200ms; FRAMECAST_LATENCY]"), printed());
    }

    @Test
    void everyUsageMistakeIsOneLineThatNamesItAndExitCode2() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        usage("unknown option '--bogus'", "subscriber", "--bogus");
        usage("unknown option '--bogus'", "--bogus");
        usage("'frob' is no command", "frob");
        usage("unexpected argument 'extra'", "secret", "extra");
        usage("a command is missing");
        usage("--subscribe 'a!'", "subscriber", "--subscribe", "a!");
        usage("letters, digits", "subscriber", "--subscribe", "x".repeat(65));
        usage("--secret", "subscriber", "--secret", "hunter2");
        usage("fcs1_ and 43 characters", "subscriber", "--secret", "fcs1_short");
        usage(
                "--secret-file",
                "subscriber",
                "--secret-file",
                folder.resolve("none").toString());
        usage("--secret-file", "subscriber", "--secret-file", empty.toString());
        usage("--ticket", "subscriber", "--ticket", "https://example.org");
        usage("--ticket", "subscriber", "--ticket", "framecast://host:5000?key=short&token=x");
        usage("exclude each other", "subscriber", "--ticket", TICKET, "--broker", "localhost");
        usage("exclude each other", "subscriber", "--ticket-file", empty.toString(), "--ticket", TICKET);
        usage("exclude each other", "subscriber", "--broker", "localhost", "--ticket-file", empty.toString());
        usage("--ticket-file " + empty + ": not a ticket", "subscriber", "--ticket-file", empty.toString());
        usage(
                "--ticket-file",
                "subscriber",
                "--ticket-file",
                folder.resolve("none").toString());
        usage("--broker", "subscriber", "--broker", "host:99999");
        usage("--broker", "subscriber", "--broker", "two words");
        usage("--output", "subscriber", "--output", "carrier-pigeon:coo");
        usage("{id}", "subscriber", "--subscribe", "a", "--subscribe", "b", "--output", "file:x.mp4");
        usage("--stats", "subscriber", "--subscribe", "a", "--output", "-", "--stats", "json");
        usage("--latency: '200q'", "subscriber", "--latency", "200q");
        usage("--latency", "subscriber", "--latency", "11s");
        usage("--duration", "subscriber", "--duration", "soon");
        usage("--volume", "subscriber", "--volume", "101");
        usage("--colors", "subscriber", "--colors", "sepia");
        usage("--log-format", "subscriber", "--log-format", "xml");
        usage("--config", "subscriber", "--config", folder.resolve("none").toString());
        usage("--secret", "token", "--put", "a");
        usage("--id is missing (or FRAMECAST_ID)", "producer", "--source", "test:320x180@10");
        usage("--id 'a!'", "producer", "--id", "a!", "--source", "test:320x180@10");
        usage("--source is missing", "producer", "--id", "a");
        usage("--source", "producer", "--id", "a", "--source", "gopher:hole");
        usage("none.mp4", "producer", "--id", "a", "--source", "file:" + folder.resolve("none.mp4"));
        usage("--codec", "producer", "--id", "a", "--source", "test:320x180@10", "--codec", "divx");
        usage("--size", "producer", "--id", "a", "--source", "test:320x180@10", "--size", "3x3");
        usage("--bitrate", "producer", "--id", "a", "--source", "test:320x180@10", "--bitrate", "1");
        usage("--rate", "producer", "--id", "a", "--source", "test:320x180@10", "--rate", "-1");
        usage("--delay", "producer", "--id", "a", "--source", "test:320x180@10", "--delay", "2d");
        usage("--port: '5k' is not a whole number: 0 to 65535", "demo", "--port", "5k");
        usage("--port is 0 to 65535", "demo", "--port", "65536");
        usage("--web-port is 0 to 65535", "demo", "--web-port", "-1");
        usage("--bind", "gateway", "--bind", "host:99999");
        usage("--latency is 0ms to 10s", "gateway", "--latency", "11s");
        usage("--publish-address", "gateway", "--publish-address", "0.0.0.0");
        usage("--public-host", "gateway", "--public-host", "two words");
        usage(
                "--trusted-proxy",
                "gateway",
                "--bind",
                "127.0.0.1:0",
                "--admin",
                "off",
                "--trusted-proxy",
                "10.0.0.0/40");
        usage("--tls-cert and --tls-key together", "gateway", "--tls-cert", empty.toString());
        usage("--tls-self-signed alone", "gateway", "--tls-self-signed", "--tls-key", empty.toString());
        usage("--jwks", "gateway", "--bind", "127.0.0.1:0", "--admin", "off", "--jwks", empty.toString());
        usage("--max-viewers-per-address is 1 or more", "gateway", "--max-viewers-per-address", "0");
        usage("--bind", "broker", "--bind", "host:99999");
        usage("--max-bitrate", "broker", "--max-bitrate", "fast");
        usage("--max-sessions is 1 or more", "broker", "--max-sessions", "0");
        usage("--send-threads is auto or 1 to 64, not 0", "broker", "--send-threads", "0");
        usage("--send-threads is auto or 1 to 64, not many", "broker", "--send-threads", "many");
        usage("FRAMECAST_SECRET", "broker", "--publish-address", "0.0.0.0");
        usage("--jwks", "broker", "--bind", "127.0.0.1:0", "--admin", "off", "--jwks", empty.toString());
        usage("allows nothing", "token", "--secret", secret());
        usage("--put 'a!'", "token", "--secret", secret(), "--put", "a!");
        usage("--expires", "token", "--secret", secret(), "--get", "a", "--expires", "0s");
        usage("--expires: 'soon'", "token", "--secret", secret(), "--get", "a", "--expires", "soon");
        usage("--expires is 1s to 3650d", "token", "--secret", secret(), "--get", "a", "--expires", "4000d");
        usage("--root '../x y'", "token", "--secret", secret(), "--get", "a", "--root", "../x y");
        usage(
                "--subscribers: 'many' is not a whole number: 1 or more",
                "token",
                "--secret",
                secret(),
                "--put",
                "a",
                "--subscribers",
                "many");
        usage("--subscribers is 1 or more, not 0", "token", "--secret", secret(), "--put", "a", "--subscribers", "0");
        usage("--subscribers", "token", "--secret", secret(), "--put", "a", "--subscribers", "many");
        usage(
                "--bitrate: '1' is not a bitrate: 1k to 1000M",
                "token",
                "--secret",
                secret(),
                "--put",
                "a",
                "--bitrate",
                "1");
        usage("give --put", "token", "--secret", secret(), "--get", "a", "--bitrate", "1M");
        usage("more than 900", "token", "--secret", secret(), "--get", manyPrefixes());
        usage("--key-file", "token", "--get", "a", "--key-file", empty.toString());
    }

    @Test
    void everyFileWithASecretIsCheckedByEveryCommandThatTakesOne() throws IOException {
        Path none = folder.resolve("none");
        Path large = Files.write(folder.resolve("large"), new byte[SecretOptions.MOST_FILE_BYTES + 1]);
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE});
        Path text = Files.writeString(folder.resolve("text"), "hunter2\n");
        for (String command : List.of("broker", "producer", "subscriber", "gateway", "token", "doctor")) {
            List<String> arguments = new ArrayList<>(List.of(command));
            if (command.equals("producer")) {
                arguments.addAll(List.of("--id", "a", "--source", "test:320x180@10"));
            }
            usage("--secret-file " + none + ": no such file", with(arguments, "--secret-file", none));
            usage("--secret-file " + folder + ": cannot be read", with(arguments, "--secret-file", folder));
            usage("--secret-file " + large + ": over 8192 bytes", with(arguments, "--secret-file", large));
            usage("--secret-file " + binary + ": it is not UTF-8", with(arguments, "--secret-file", binary));
            usage("--secret-file: ", with(arguments, "--secret-file", text));
            assertFalse(logged().contains("hunter2"), logged());
            environment.put("FRAMECAST_SECRET_FILE", none.toString());
            usage("FRAMECAST_SECRET_FILE " + none + ": no such file", arguments.toArray(new String[0]));
            environment.clear();
            if (!command.equals("broker") && !command.equals("token")) {
                usage("--passphrase-file " + none, with(arguments, "--passphrase-file", none));
                usage("--passphrase-file " + large + ": over 8192", with(arguments, "--passphrase-file", large));
                usage("--passphrase-file " + binary + ": it is not", with(arguments, "--passphrase-file", binary));
                Path empty = Files.writeString(folder.resolve("empty"), "\nsecond line\n");
                usage("--passphrase-file: a passphrase has 1 to", with(arguments, "--passphrase-file", empty));
            }
        }
    }

    private static String[] with(List<String> arguments, String option, Path file) {
        List<String> all = new ArrayList<>(arguments);
        all.add(option);
        all.add(file.toString());
        return all.toArray(new String[0]);
    }

    @Test
    void aSecretOnTheCommandLineIsWarnedAboutAndOneElsewhereIsNot() {
        String state = folder.toString();
        assertEquals(0, run("subscriber", "--secret", secret(), "--passphrase", "Rosebud", "--state", state));
        List<String> warnings =
                logged().lines().filter(line -> line.contains(" WARN ")).toList();
        assertEquals(2, warnings.size(), logged());
        assertTrue(warnings.get(0).contains("--passphrase") && warnings.get(0).contains("FRAMECAST_PASSPHRASE"));
        assertTrue(warnings.get(1).contains("--secret") && warnings.get(1).contains("FRAMECAST_SECRET"));
        assertFalse(logged().contains(secret()) || logged().contains("Rosebud"), logged());
        assertEquals(0, run("subscriber", "--ticket", TICKET, "--state", state));
        assertTrue(logged().contains("FRAMECAST_TICKET"), logged());

        environment.put("FRAMECAST_SECRET", secret());
        environment.put("FRAMECAST_PASSPHRASE", "Rosebud");
        assertEquals(0, run("subscriber", "--state", state));
        assertFalse(logged().contains(" WARN "), logged());
    }

    @Test
    void namesTheVariableOrTheFileThatHadTheMistake() throws IOException {
        environment.put("FRAMECAST_LATENCY", "fast");
        usage("FRAMECAST_LATENCY: 'fast'", "subscriber");
        environment.clear();
        environment.put("FRAMECAST_SECRET", "hunter2");
        usage("FRAMECAST_SECRET: ", "subscriber");
        environment.clear();
        Path file = Files.writeString(folder.resolve("framecast.properties"), "latency=fast\n");
        usage("latency in " + file, "--config", file.toString(), "subscriber");
        usage(
                "'latenzy' is no option",
                "--config",
                Files.writeString(file, "latenzy=1s\n").toString(),
                "subscriber");
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("f.properties"), "latency=1s\nvolume=10\nlog-format=json\n");
        environment.put("FRAMECAST_LATENCY", "2s");
        environment.put("FRAMECAST_VOLUME", "20");
        environment.put("FRAMECAST_LOG_FORMAT", " ");
        assertEquals(0, run("--config", file.toString(), "subscriber", "--volume", "30", "--state", folder.toString()));
        String configuration = logged().lines().findFirst().orElse("");
        assertTrue(
                configuration.startsWith("{"),
                "log-format=json of the file, since an empty variable is none: " + configuration);
        assertTrue(configuration.contains("latency=2s(environment)"), configuration);
        assertTrue(configuration.contains(" volume=30 "), configuration);
    }

    @Test
    void logsTheConfigurationOnceWithSecretsMasked() {
        environment.put("FRAMECAST_SECRET", secret());
        assertEquals(0, run("subscriber", "--ticket", TICKET, "--state", folder.toString()));
        String log = logged();
        assertEquals(
                1, log.lines().filter(line -> line.contains("subscriber: ")).count(), log);
        assertTrue(log.contains("secret=***(environment)"), log);
        assertTrue(log.contains("ticket=framecast://localhost:5000?***"), log);
        assertFalse(log.contains(secret()) || log.contains("a.b.c"), log);
    }

    @Test
    void printsASecretThatItTakes() {
        assertEquals(0, run("secret"));
        String first = printed().strip();
        assertTrue(first.matches("fcs1_[A-Za-z0-9_-]{43}"), first);
        assertEquals(0, run("secret"));
        assertFalse(printed().strip().equals(first), "another one each time");
        assertEquals(0, run("subscriber", "--secret", first, "--state", folder.toString()));
    }

    @Test
    void aTicketNeedsARunningBroker() {
        environment.put("FRAMECAST_STATE", folder.toString());
        assertEquals(1, run("token", "--secret", secret(), "--get", "a", "--broker", "127.0.0.1:9"));
        assertTrue(logged().contains("127.0.0.1:9"), logged());
    }

    @Test
    void theDoctorFailsForABrokerThatWasNamedAndIsAway() {
        environment.put("FRAMECAST_STATE", folder.toString());
        assertEquals(1, run("doctor", "--json", "--wait", "100ms", "--broker", "127.0.0.1:9"));
        assertTrue(printed().startsWith("{\"findings\":["), printed());
        assertTrue(printed().endsWith("\"ok\":false}" + System.lineSeparator()), printed());
        usage("--wait", "doctor", "--wait", "1ms");
    }

    private static String manyPrefixes() {
        return String.join(",", Collections.nCopies(14, "p".repeat(60)));
    }

    private static String secret() {
        return "fcs1_" + "A".repeat(43);
    }

    @Test
    void aSecretThatIsGivenWhereNoneBelongsIsNotRepeated() throws IOException {
        String secret = "fcs1_" + "b".repeat(42) + "A";
        Path config = Files.writeString(folder.resolve("c.properties"), secret + "\n");
        List<List<String>> mistakes = List.of(
                List.of("subscriber", "--secret-file"),
                List.of("subscriber", "--ticket-file"),
                List.of("subscriber", "--passphrase-file"),
                List.of("subscriber", "--log-format"),
                List.of("subscriber"),
                List.of("token", "--get", "a", "--key-file"),
                List.of("producer", "--id", "a", "--source"),
                List.of("broker", "--jwks"));
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJnZXQiOlsiIl19.c2lnbmF0dXJl";
        for (List<String> mistake : mistakes) {
            for (String given : List.of(secret, TICKET.replace("a.b.c", token), token)) {
                List<String> arguments = new ArrayList<>(mistake);
                arguments.add(given);
                usage("framecast: ", arguments.toArray(String[]::new));
                assertFalse(logged().contains(secret.substring(5)), logged());
                assertFalse(logged().contains("eyJ"), logged());
            }
        }
        usage("fcs1_***", "broker", "--config", config.toString());
        assertFalse(logged().contains(secret.substring(5)), logged());
        assertEquals(1, run("broker", "--admin", "off", "--bind", secret), logged());
        assertFalse(logged().contains(secret.substring(5)), logged());
    }

    private void usage(String expected, String... arguments) {
        assertEquals(2, run(arguments), () -> String.join(" ", arguments) + ": " + logged());
        List<String> lines = new ArrayList<>(logged().lines().toList());
        lines.removeIf(line -> line.contains(" INFO "));
        assertEquals(1, lines.size(), () -> String.join(" ", arguments) + " says " + lines);
        assertTrue(lines.getFirst().startsWith("framecast: "), lines.getFirst());
        assertTrue(lines.getFirst().contains(expected), () -> lines.getFirst() + " does not say " + expected);
        assertEquals("", printed());
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Program.run(
                arguments,
                new Surroundings(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        false,
                        System.nanoTime()));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String logged() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
