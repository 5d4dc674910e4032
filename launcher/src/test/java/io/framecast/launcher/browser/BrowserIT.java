package io.framecast.launcher.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.framecast.launcher.process.Framecast;
import io.framecast.launcher.process.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who opens the gateway in a browser. Skipped where no Chromium is installed. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {

    private static final Path SAMPLES = Path.of("../samples").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long BACK_MILLIS = 3000;

    @TempDir
    Path folder;

    private Chromium chromium;
    private String broker = "";
    private int http;

    @BeforeAll
    void startTheBrowser() throws Exception {
        Optional<Path> program = Chromium.installed();
        assumeTrue(program.isPresent(), "no Chromium is installed");
        chromium = Chromium.start(program.orElseThrow(), SAMPLES.resolve("clock.mp4"));
    }

    @AfterAll
    void closeTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void choosePorts() throws Exception {
        broker = "127.0.0.1:" + Ports.freeUdp();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            http = socket.getLocalPort();
        }
    }

    @Test
    void theWallListsWhatIsLiveAndSaysHowToBegin() throws Exception {
        try (Framecast gateway = gateway();
                Framecast up = broker();
                Page wall = chromium.page()) {
            gateway.awaitLog("shows the streams of", SOON);
            wall.navigate(address("/"));
            wall.waitForFunction(
                    "() => document.querySelector('#empty')?.innerText.includes('framecast producer --id')");
            try (Framecast clock = clock();
                    Framecast life = producer("1AAA98", "Life", "life.mp4");
                    Framecast plasma = producer("1AAA97", "Plasma", "plasma.mp4")) {
                wall.waitForFunction("() => document.querySelectorAll('.card').length === 3");
                assertEquals(
                        List.of("1AAA97", "1AAA98", "1AAA99"),
                        wall.locator("li[data-id]").evaluateAll("all => all.map(each => each.dataset.id).sort()"));
                assertEquals(
                        List.of("Clock", "Life", "Plasma"),
                        wall.locator(".card h2").evaluateAll("all => all.map(each => each.innerText).sort()"));
                wall.waitForFunction(
                        "() => [...document.querySelectorAll('.card img')].every(each => each.naturalWidth > 0)");
                wall.fill("#search", "pla");
                wall.waitForFunction("() => document.querySelectorAll('.card').length === 1");
                wall.click(".card");
                wall.waitForFunction("() => globalThis.framecast?.state === 'live'");
                assertTrue(clock.alive() && life.alive() && plasma.alive() && up.alive());
            }
        }
    }

    @Test
    void aWatchPageShowsTheClockByWebCodecsAndSoundsInStepWithIt() throws Exception {
        try (Framecast up = broker();
                Framecast clock = clock();
                Framecast gateway = gateway();
                ClockPage page = watch(gateway, "")) {
            page.awaitMore(0, 60);
            assertEquals("webcodecs", page.of("framecast.path"));
            assertEquals("live", page.of("framecast.state"));
            assertAdvances(page, "WebCodecs");
            page.of("""
                    () => {
                      globalThis.loudest = 0;
                      const { sound } = framecast;
                      const analyser = sound.context.createAnalyser();
                      sound.connect(analyser);
                      const samples = new Float32Array(analyser.fftSize);
                      setInterval(() => {
                        analyser.getFloatTimeDomainData(samples);
                        loudest = Math.max(loudest, ...samples.map(Math.abs));
                      }, 20);
                    }""");
            page.page().waitForFunction("() => loudest > 0.2"); // the sample's tone is at 0.5
            System.out.println("sound ahead of the picture by " + page.of("framecast.stats.skewMillis") + " ms");
            assertTrue(up.alive() && clock.alive());
        }
    }

    @Test
    void aWatchPageShowsTheClockByMediaSource() throws Exception {
        try (Framecast up = broker();
                Framecast clock = clock();
                Framecast gateway = gateway();
                ClockPage page = watch(gateway, "?path=mse")) {
            page.awaitMore(0, 60);
            assertEquals("mse", page.of("framecast.path"));
            page.page().keyboard().press("Shift"); // a touch: from now on it may sound
            page.page().waitForFunction("() => framecast.stats.sound === 'on'");
            page.page().waitForFunction("() => document.getElementById('video').webkitAudioDecodedByteCount > 0");
            page.awaitMore(page.count(), 30);
            assertAdvances(page, "Media Source");
            assertTrue(up.alive() && clock.alive());
        }
    }

    @Test
    void jpegsOfAFolderAreShown() throws Exception {
        try (Framecast up = broker();
                Framecast frames = Framecast.start(
                        folder.resolve("f"),
                        "producer",
                        "--broker",
                        broker,
                        "--id",
                        "1AAA99",
                        "--rate",
                        "25",
                        "--loop",
                        "--source",
                        "frames:" + SAMPLES.resolve("frames") + "?audio=" + SAMPLES.resolve("frames-audio"));
                Framecast gateway = gateway();
                ClockPage page = watch(gateway, "")) {
            page.awaitState("live");
            page.page().waitForFunction("() => framecast.stats.shown >= 25");
            assertEquals("jpeg", page.of("framecast.path"));
            page.page().waitForFunction("() => framecast.stats.sound === 'on'");
            assertTrue(up.alive() && frames.alive());
        }
    }

    @Test
    void aPageThatIsOpenedFirstShowsTheStreamAsSoonAsItIsThere() throws Exception {
        try (Framecast up = broker();
                Framecast gateway = gateway();
                ClockPage page = watch(gateway, "")) {
            page.awaitState("waiting");
            try (Framecast clock = clock()) {
                page.awaitMore(0, 10);
                assertTrue(clock.alive() && up.alive());
            }
        }
    }

    @Test
    void thePictureIsBackWithin3SecondsAfterTheBrokerWasKilled() throws Exception {
        try (Framecast clock = clock();
                Framecast gateway = gateway()) {
            ClockPage page;
            try (Framecast first = broker()) {
                page = watch(gateway, "");
                page.awaitMore(0, 30);
                first.kill();
                page.awaitState("reconnecting");
                assertPictureIsHeld(page);
            }
            try (Framecast again = broker();
                    page) {
                again.awaitLog("listens on", SOON);
                assertBack(page, System.currentTimeMillis(), "the broker listened again");
                assertTrue(clock.alive());
            }
        }
    }

    @Test
    void thePictureIsBackWithin3SecondsAfterTheGatewayWasKilled() throws Exception {
        try (Framecast up = broker();
                Framecast clock = clock()) {
            ClockPage page;
            try (Framecast first = gateway()) {
                page = watch(first, "");
                page.awaitMore(0, 30);
                first.kill();
                page.awaitState("reconnecting");
                assertPictureIsHeld(page);
            }
            try (Framecast again = gateway();
                    page) {
                again.awaitLog("shows the streams of", SOON);
                assertBack(page, System.currentTimeMillis(), "the gateway listened again");
                assertTrue(up.alive() && clock.alive());
            }
        }
    }

    @Test
    void thePictureIsBackWithin3SecondsAfterTheProducerWasKilled() throws Exception {
        try (Framecast up = broker();
                Framecast gateway = gateway()) {
            ClockPage page;
            try (Framecast first = clock()) {
                page = watch(gateway, "");
                page.awaitMore(0, 30);
                first.kill();
                page.awaitState("reconnecting");
                assertPictureIsHeld(page);
            }
            long started = System.currentTimeMillis();
            try (Framecast again = clock();
                    page) {
                assertBack(page, started, "the producer was started again");
                assertTrue(up.alive() && again.alive());
            }
        }
    }

    @Test
    void aSealedStreamIsOpenedByItsPassphraseInThePageAndAgainAfterItsProducerWasKilled() throws Exception {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "four good words here\n");
        String[] sealed = {"--passphrase-file", passphrase.toString()};
        try (Framecast up = broker();
                Framecast gateway = gateway()) {
            ClockPage page;
            try (Framecast first = producer("1AAA99", "Clock", "clock.mp4", sealed)) {
                page = watch(gateway, "");
                page.awaitState("locked");
                page.page().fill("#passphrase", "four bad words here");
                page.page().click("#message button");
                page.page()
                        .waitForFunction("() => document.querySelector('#message .error')"
                                + "?.innerText === 'The stream is encrypted with another passphrase.'");
                assertEquals(0, page.count(), "a picture without the passphrase");
                page.page().fill("#passphrase", "four good words here");
                page.page().click("#message button");
                page.awaitMore(0, 60);
                assertEquals("webcodecs", page.of("framecast.path"));
                page.page().waitForFunction("() => framecast.stats.sound === 'on'");
                assertAdvances(page, "sealed");
                first.kill();
                page.awaitState("reconnecting");
                assertPictureIsHeld(page);
            }
            long started = System.currentTimeMillis();
            try (Framecast again = producer("1AAA99", "Clock", "clock.mp4", sealed);
                    page) {
                assertBack(page, started, "the producer of the sealed stream was started again");
                assertTrue(up.alive() && again.alive());
            }
        }
    }

    /** Its number can be read, and the page says so over it. */
    private static void assertPictureIsHeld(ClockPage page) {
        String surface = "document.getElementById('picture')";
        page.page().waitForFunction("() => document.getElementById('chip').innerText.startsWith('Reconnecting')");
        assertEquals(true, page.of("clock.seen.length > 0 && !" + surface + ".hidden && framecast.lastFrame !== null"));
        assertEquals(
                true,
                page.of("(() => { const { data } = " + surface + ".getContext('2d').getImageData(0, 0, 640, 360);"
                        + " return data.some((each, i) => i % 4 < 3 && each > 200); })()"),
                "the last picture has gone");
    }

    private static void assertBack(ClockPage page, long fromMillis, String event) {
        int before = page.count();
        page.awaitMore(before, 5);
        long millis = page.millisOf(before) - fromMillis;
        System.out.println("picture in the browser " + millis + " ms after " + event);
        assertTrue(millis < BACK_MILLIS, () -> millis + " ms after " + event);
        page.awaitState("live");
    }

    private static void assertAdvances(ClockPage page, String path) {
        List<Integer> seen = page.seen();
        assertEquals(-1, ClockPage.firstBackwards(seen), () -> "the picture went back: " + seen);
        System.out.println(path + ": " + seen.size() + " numbers read, from "
                + seen.getFirst() + " to " + seen.getLast() + ", "
                + page.of("JSON.stringify(framecast.stats)"));
    }

    private ClockPage watch(Framecast gateway, String query) throws Exception {
        gateway.awaitLog("shows the streams of", SOON);
        return chromium.watch(address("/watch/1AAA99" + query));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + http + path;
    }

    private Framecast broker() throws Exception {
        return Framecast.start(folder.resolve("b"), "broker", "--bind", broker, "--admin", "off");
    }

    private Framecast gateway() throws Exception {
        return Framecast.start(
                folder.resolve("g"), "gateway", "--broker", broker, "--bind", "127.0.0.1:" + http, "--admin", "off");
    }

    private Framecast clock() throws Exception {
        return producer("1AAA99", "Clock", "clock.mp4");
    }

    private Framecast producer(String id, String title, String sample, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("producer", "--broker", broker, "--id", id, "--title", title));
        arguments.addAll(List.of("--loop", "--source", "file:" + SAMPLES.resolve(sample)));
        arguments.addAll(List.of(options));
        return Framecast.start(folder.resolve(id), arguments.toArray(String[]::new));
    }
}
