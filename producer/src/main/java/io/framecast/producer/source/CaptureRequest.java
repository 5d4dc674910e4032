package io.framecast.producer.source;

import io.framecast.client.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants captured; {@link #plan} says what that is called on a system.
 *
 * @param device as in the URI; empty: the first one
 * @param size null: the device's own
 * @param sound {@code none}, {@code default}, or the name of a device
 */
record CaptureRequest(
        String uri, Kind kind, String device, @Nullable PictureSize size, double rateFps, String sound) {
    private static final double USUAL_RATE = 30;
    private static final String NO_SOUND = "none";

    enum Kind {
        CAMERA,
        SCREEN
    }

    static CaptureRequest camera(String uri, String rest, SourceOptions options) {
        return of(uri, Kind.CAMERA, UriQuery.parse(uri, rest, Set.of("size", "fps", "audio")), options);
    }

    static CaptureRequest screen(String uri, String rest, SourceOptions options) {
        return of(uri, Kind.SCREEN, UriQuery.parse(uri, rest, Set.of("fps")), options);
    }

    private static CaptureRequest of(String uri, Kind kind, UriQuery query, SourceOptions options) {
        String size = query.value("size", "");
        return new CaptureRequest(
                uri,
                kind,
                query.path(),
                size.isEmpty() ? null : PictureSize.parse("--source " + uri, size),
                query.framesPerSecond("fps", options.rateOr(USUAL_RATE)),
                query.value("audio", NO_SOUND));
    }

    CapturePlan plan() {
        return plan(Platform.current(), System.getenv(), CaptureDevices::names);
    }

    /** Asks a system for the names of its devices; only Windows needs that. */
    @FunctionalInterface
    interface Names {
        List<String> of(CaptureDevices.Kind kind);
    }

    /** @param environment for DISPLAY */
    CapturePlan plan(Platform platform, Map<String, String> environment, Names names) {
        return switch (platform) {
            case LINUX -> kind == Kind.CAMERA ? video4linux() : x11(environment);
            case MACOS -> avFoundation();
            case WINDOWS -> kind == Kind.CAMERA ? directShow(names) : gdi();
        };
    }

    private CapturePlan video4linux() {
        String path = device.isEmpty() ? "/dev/video0" : number(device) ? "/dev/video" + device : device;
        // Over USB 2 raw pictures come large or fast, not both; most cameras have JPEG for that.
        List<CapturePlan.Input> attempts = List.of(
                input("v4l2", path, options("input_format", "mjpeg")),
                input("v4l2", path, options()),
                input("v4l2", path, Map.of()));
        List<CapturePlan.Input> audio = sound.equals(NO_SOUND) ? List.of() : List.of(input("alsa", sound, Map.of()));
        return new CapturePlan(attempts, audio, rateFps);
    }

    private CapturePlan x11(Map<String, String> environment) {
        String display = device.isEmpty() ? environment.getOrDefault("DISPLAY", "") : device;
        if (display.isEmpty()) {
            throw new UsageException("--source " + uri + ": DISPLAY is not set; write screen::0.0");
        }
        return single(input("x11grab", display, Map.of("framerate", rate(), "draw_mouse", "1")));
    }

    private CapturePlan avFoundation() {
        String video = device.isEmpty() ? "0" : device;
        if (kind == Kind.SCREEN) {
            String screen = number(video) ? "Capture screen " + video : video;
            return single(input("avfoundation", screen + ":none", Map.of("framerate", rate(), "capture_cursor", "1")));
        }
        String url = video + ":" + sound;
        return new CapturePlan(
                List.of(
                        input("avfoundation", url, options()),
                        input("avfoundation", url, Map.of("framerate", rate())),
                        // FFmpeg asks for 29.97 unless told, which few cameras have.
                        input("avfoundation", url, Map.of("framerate", "30"))),
                List.of(),
                rateFps);
    }

    private CapturePlan directShow(Names names) {
        String video = named(device, names, CaptureDevices.Kind.CAMERA, "camera");
        String url = "video=" + video;
        if (!sound.equals(NO_SOUND)) {
            String wanted = sound.equals("default") ? "" : sound;
            url += ":audio=" + named(wanted, names, CaptureDevices.Kind.MICROPHONE, "microphone");
        }
        Map<String, String> buffer = Map.of("rtbufsize", "100M");
        return new CapturePlan(
                List.of(input("dshow", url, options("rtbufsize", "100M")), input("dshow", url, buffer)),
                List.of(),
                rateFps);
    }

    private CapturePlan gdi() {
        return single(input(
                "gdigrab", device.isEmpty() ? "desktop" : device, Map.of("framerate", rate(), "draw_mouse", "1")));
    }

    /** DirectShow knows devices by name only: empty is the first, a number the one at that place. */
    private String named(String wanted, Names names, CaptureDevices.Kind of, String what) {
        if (!wanted.isEmpty() && !number(wanted)) {
            return wanted;
        }
        List<String> all = names.of(of);
        int index = wanted.isEmpty() ? 0 : Integer.parseInt(wanted);
        if (index >= all.size()) {
            throw new UsageException(
                    "--source " + uri + ": there is no " + what + " " + index + "; --list-devices shows what there is");
        }
        return all.get(index);
    }

    private CapturePlan single(CapturePlan.Input input) {
        return new CapturePlan(List.of(input), List.of(), rateFps);
    }

    private static CapturePlan.Input input(String format, String url, Map<String, String> options) {
        return new CapturePlan.Input(format, url, new TreeMap<>(options));
    }

    /** What was asked of the picture, and more. */
    private Map<String, String> options(String... more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("framerate", rate());
        if (size != null) {
            options.put("video_size", size.width() + "x" + size.height());
        }
        List<String> pairs = new ArrayList<>(List.of(more));
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            options.put(pairs.get(i), pairs.get(i + 1));
        }
        return options;
    }

    private String rate() {
        return rateFps == Math.rint(rateFps) ? Long.toString((long) rateFps) : Double.toString(rateFps);
    }

    private static boolean number(String text) {
        return text.matches("\\d{1,3}");
    }
}
