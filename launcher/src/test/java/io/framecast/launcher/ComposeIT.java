package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The compose file as people use it: up, attach over a terminal, subscribe, frames counted, unsubscribe, detach, down. */
@Testcontainers(disabledWithoutDocker = true)
class ComposeIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> CONTAINERS = List.of(
            "broker",
            "gateway",
            "producer-1",
            "producer-2",
            "producer-3",
            "subscriber-1",
            "subscriber-2",
            "subscriber-3");
    private static final Pattern FRAMES = Pattern.compile("1AAA99 +(\\d+) ");

    private final DockerClient docker = DockerClientFactory.lazyClient();

    @Test
    void anAttachedSubscriberSeesThePictureBetweenSubscribeAndUnsubscribe() throws Exception {
        try (ComposeContainer compose = new ComposeContainer(include()).withBuild(true)) {
            compose.start();
            for (String container : CONTAINERS) {
                await(Duration.ofSeconds(60), container + " is healthy", () -> healthy(container));
            }
            for (String id : List.of("1AAA99", "2BBB88", "3CCC77")) {
                await(
                        Duration.ofSeconds(30),
                        "the gateway lists " + id,
                        () -> answer("/api/v1/streams/" + id).contains("\"id\":\"" + id + "\""));
            }
            assertTrue(answer("/watch/1AAA99").contains("<html"), "the gateway serves the watch page");
            try (Attached terminal = new Attached("subscriber-1")) {
                terminal.type("help\r");
                await(
                        Duration.ofSeconds(10),
                        "the shell answers: " + terminal,
                        () -> terminal.shows("unsubscribe <id>"));
                assertFalse(terminal.shows("▀"), "something is drawn before anything is subscribed: " + terminal);

                long asked = System.nanoTime();
                terminal.type("subscribe 1AAA99\r");
                await(Duration.ofSeconds(10), "the picture is drawn: " + terminal, () -> terminal.shows("▀"));
                System.out.printf(
                        "compose: first picture %d ms after subscribe%n", (System.nanoTime() - asked) / 1_000_000);

                await(Duration.ofSeconds(20), "30 frames are counted: " + terminal, () -> {
                    terminal.type("stats\r");
                    return frames(terminal) >= 30;
                });
                System.out.printf("compose: %d frames counted by the shell%n", frames(terminal));

                terminal.type("unsubscribe 1AAA99\r");
                await(
                        Duration.ofSeconds(5),
                        "the shell says so: " + terminal,
                        () -> terminal.shows("unsubscribed from 1AAA99"));
                terminal.forget();
                terminal.type("list\r");
                await(Duration.ofSeconds(5), "list shows the stream: " + terminal, () -> terminal.shows("1AAA99"));
                assertFalse(terminal.shows("▀"), "the picture goes on after unsubscribe: " + terminal);

                terminal.type("\u0010\u0011");
                await(Duration.ofSeconds(5), "docker attach has detached", () -> !terminal.isAttached());
            }
            assertTrue(running("subscriber-1"), "detaching ended the subscriber");
            for (String container : CONTAINERS) {
                long begin = System.nanoTime();
                docker.stopContainerCmd(container).withTimeout(2).exec();
                System.out.printf("compose: %s stopped in %d ms%n", container, (System.nanoTime() - begin) / 1_000_000);
                // 137: it did not stop within 2 s of SIGTERM and was killed.
                assertTrue(
                        inspect(container).getState().getExitCodeLong() != 137, container + " did not stop within 2 s");
            }
        }
    }

    /** The highest figure: a repainted screen may show earlier answers again. */
    private static long frames(Attached terminal) {
        long highest = 0;
        Matcher matcher = FRAMES.matcher(terminal.toString());
        while (matcher.find()) {
            highest = Math.max(highest, Long.parseLong(matcher.group(1)));
        }
        return highest;
    }

    /** Testcontainers refuses files that name their containers; one that includes ours is read by Compose alone. */
    private static File include() throws IOException {
        Path file = Path.of("target", "compose-it.yml").toAbsolutePath();
        Files.writeString(file, "include:\n  - " + ROOT.resolve("docker-compose.yml") + "\n");
        return file.toFile();
    }

    /** What the gateway's published port answers; what goes wrong is an answer, too. */
    private static String answer(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://localhost:8080" + path);
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private boolean healthy(String container) {
        try {
            return "healthy".equals(inspect(container).getState().getHealth().getStatus());
        } catch (NotFoundException e) {
            return false;
        }
    }

    private boolean running(String container) {
        return "running".equals(inspect(container).getState().getStatus());
    }

    private InspectContainerResponse inspect(String container) {
        return docker.inspectContainerCmd(container).exec();
    }

    private static void await(Duration limit, String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "not within " + limit.toSeconds() + " s: " + what);
            synchronized (condition) {
                condition.wait(250);
            }
        }
    }
}
