package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What FFmpeg is told on each system, as data: no machine that tests has a camera. */
class CaptureRequestTest {
    private static final Map<String, String> X11 = Map.of("DISPLAY", ":7");
    private static final List<String> CAMERAS = List.of("Integrated Camera", "USB Cam: HD");

    @TempDir
    private Path folder;

    @Test
    void asksVideo4Linux() {
        assertEquals(
                List.of(
                        "v4l2 /dev/video0 {framerate=30, input_format=mjpeg}",
                        "v4l2 /dev/video0 {framerate=30}",
                        "v4l2 /dev/video0 {}"),
                camera(Platform.LINUX, ""));
        assertEquals(
                "v4l2 /dev/video2 {framerate=29.97, input_format=mjpeg, video_size=1280x720}",
                camera(Platform.LINUX, "2?size=1280x720&fps=29.97").get(0));
        assertEquals(
                "v4l2 /dev/v4l/by-id/x {}",
                camera(Platform.LINUX, "/dev/v4l/by-id/x").get(2));
        assertEquals(List.of("alsa default {}"), sound(Platform.LINUX, "?audio=default"));
        assertEquals(List.of("alsa hw:1,0 {}"), sound(Platform.LINUX, "0?audio=hw:1,0"));
        assertEquals(List.of(), sound(Platform.LINUX, "0?audio=none"));
    }

    @Test
    void asksAvFoundation() {
        assertEquals(
                List.of(
                        "avfoundation 0:none {framerate=30, video_size=1280x720}",
                        "avfoundation 0:none {framerate=30}",
                        "avfoundation 0:none {framerate=30}"),
                camera(Platform.MACOS, "?size=1280x720"));
        assertEquals(
                "avfoundation 1:default {framerate=60}",
                camera(Platform.MACOS, "1?fps=60&audio=default").get(0));
        assertEquals(List.of(), sound(Platform.MACOS, "1?audio=default"));
        assertEquals("avfoundation Capture screen 0:none {capture_cursor=1, framerate=30}", screen(Platform.MACOS, ""));
        assertEquals(
                "avfoundation Capture screen 1:none {capture_cursor=1, framerate=15}",
                screen(Platform.MACOS, "1?fps=15"));
    }

    @Test
    void asksDirectShow() {
        assertEquals(
                List.of(
                        "dshow video=Integrated Camera {framerate=30, rtbufsize=100M}",
                        "dshow video=Integrated Camera {rtbufsize=100M}"),
                camera(Platform.WINDOWS, ""));
        assertEquals(
                "dshow video=USB Cam: HD:audio=Microphone {framerate=30, rtbufsize=100M}",
                camera(Platform.WINDOWS, "1?audio=default").get(0));
        assertEquals(
                "dshow video=Other:audio=Line in {framerate=30, rtbufsize=100M, video_size=640x480}",
                camera(Platform.WINDOWS, "Other?size=640x480&audio=Line in").get(0));
        UsageException e = assertThrows(UsageException.class, () -> camera(Platform.WINDOWS, "2"));
        assertTrue(String.valueOf(e.getMessage()).contains("--list-devices"));
        assertEquals("gdigrab desktop {draw_mouse=1, framerate=30}", screen(Platform.WINDOWS, ""));
        assertEquals("gdigrab title=Notes {draw_mouse=1, framerate=30}", screen(Platform.WINDOWS, "title=Notes"));
    }

    @Test
    void asksX11() {
        assertEquals("x11grab :7 {draw_mouse=1, framerate=30}", screen(Platform.LINUX, ""));
        assertEquals("x11grab :0.0+10,20 {draw_mouse=1, framerate=5}", screen(Platform.LINUX, ":0.0+10,20?fps=5"));
        CaptureRequest none = CaptureRequest.screen("screen:", "", SourceOptions.DEFAULT);
        UsageException e =
                assertThrows(UsageException.class, () -> none.plan(Platform.LINUX, Map.of(), kind -> List.of()));
        assertTrue(String.valueOf(e.getMessage()).contains("DISPLAY"));
    }

    @Test
    void listsDevicesAsUrisToPaste() throws Exception {
        Path second = Files.createDirectory(folder.resolve("video10"));
        Path first = Files.createDirectory(folder.resolve("video2"));
        Files.writeString(first.resolve("name"), "HD Webcam\n");
        Files.writeString(second.resolve("name"), "Capture card\n");
        assertEquals(
                List.of(
                        new CaptureDevices.Device("camera:/dev/video2", "HD Webcam"),
                        new CaptureDevices.Device("camera:/dev/video10", "Capture card"),
                        new CaptureDevices.Device("screen::0", "X11 display :0")),
                CaptureDevices.linux(folder, ":0"));
        assertEquals(List.of(), CaptureDevices.linux(folder.resolve("none"), ""));
        assertEquals(
                List.of(
                        new CaptureDevices.Device("camera:0", "FaceTime HD Camera"),
                        new CaptureDevices.Device("screen:0", "Capture screen 0")),
                CaptureDevices.macos(List.of(
                        "AVFoundation video devices:\n",
                        "[0] FaceTime HD Camera\n",
                        "[1] Capture screen 0\n",
                        "AVFoundation audio devices:\n",
                        "[0] MacBook Microphone\n")));
        assertEquals(
                List.of(
                        new CaptureDevices.Device("camera:0", "Integrated Camera"),
                        new CaptureDevices.Device("camera:1", "USB Cam: HD"),
                        new CaptureDevices.Device("screen:", "the desktop")),
                CaptureDevices.windows(CAMERAS));
    }

    private static CapturePlan plan(Platform platform, CaptureRequest request) {
        return request.plan(
                platform, X11, kind -> kind == CaptureDevices.Kind.CAMERA ? CAMERAS : List.of("Microphone"));
    }

    private static List<String> camera(Platform platform, String rest) {
        return texts(plan(platform, CaptureRequest.camera("camera:" + rest, rest, SourceOptions.DEFAULT))
                .attempts());
    }

    private static List<String> sound(Platform platform, String rest) {
        return texts(plan(platform, CaptureRequest.camera("camera:" + rest, rest, SourceOptions.DEFAULT))
                .sound());
    }

    private static String screen(Platform platform, String rest) {
        return texts(plan(platform, CaptureRequest.screen("screen:" + rest, rest, SourceOptions.DEFAULT))
                        .attempts())
                .get(0);
    }

    private static List<String> texts(List<CapturePlan.Input> inputs) {
        return inputs.stream()
                .map(input -> input.format() + " " + input.url() + " " + input.options())
                .toList();
    }
}
