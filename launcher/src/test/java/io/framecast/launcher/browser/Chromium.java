package io.framecast.launcher.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route.FulfillOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A headless Chromium of the system, and what the digits of the clock sample look like in it. Used by one thread. */
final class Chromium implements AutoCloseable {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final String SAMPLE = "http://sample.test/";

    private final Playwright playwright;
    private final Browser browser;
    private final String reader;
    private final Object digits;

    private Chromium(Path program, Path clockSample) throws IOException {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--autoplay-policy=no-user-gesture-required")));
        try (InputStream script = Chromium.class.getResourceAsStream("clock-reader.js")) {
            reader = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
        digits = learn(clockSample);
    }

    /** Where it is installed; empty: nowhere. */
    static Optional<Path> installed() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    static Chromium start(Path program, Path clockSample) throws IOException {
        return new Chromium(program, clockSample);
    }

    /** A page in a profile of its own. */
    Page page() {
        Page page = browser.newContext().newPage();
        page.setDefaultTimeout(30_000);
        page.addInitScript(reader);
        return page;
    }

    /** A watch page on which the numbers of the picture are read from now on. */
    ClockPage watch(String address) {
        Page page = page();
        page.navigate(address);
        page.evaluate("digits => { globalThis.clock = clockReader.watch(digits); }", digits);
        return new ClockPage(page);
    }

    private Object learn(Path clockSample) {
        try (Page page = browser.newContext().newPage()) {
            page.route(SAMPLE + "**", route -> {
                if (route.request().url().endsWith(".mp4")) {
                    route.fulfill(new FulfillOptions().setPath(clockSample));
                } else {
                    route.fulfill(
                            new FulfillOptions().setContentType("text/html").setBody("<!doctype html>"));
                }
            });
            page.addInitScript(reader);
            page.navigate(SAMPLE);
            return page.evaluate("address => clockReader.learn(address)", SAMPLE + "clock.mp4");
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
