package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.DeviceLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what can be captured, as URIs to paste behind {@code --source}. */
public final class CaptureDevices {
    /** A line of FFmpeg's list on macOS: {@code [0] FaceTime HD Camera}. */
    private static final Pattern NUMBERED = Pattern.compile("\\[(\\d+)\\] (.+)");

    private CaptureDevices() {}

    enum Kind {
        CAMERA,
        MICROPHONE
    }

    /** What {@code --source} takes, and what the system calls it. */
    public record Device(String uri, String name) {}

    /** Cameras, then the screen. */
    public static List<Device> list() throws RunException {
        return switch (Platform.current()) {
            case LINUX ->
                linux(Path.of("/sys/class/video4linux"), System.getenv().getOrDefault("DISPLAY", ""));
            case MACOS -> macos(DeviceLibrary.logOfListing("avfoundation"));
            case WINDOWS -> windows(DeviceLibrary.names("dshow", true));
        };
    }

    static List<String> names(Kind kind) {
        try {
            return DeviceLibrary.names("dshow", kind == Kind.CAMERA);
        } catch (RunException e) {
            return List.of();
        }
    }

    /** @param root a folder per device, whose file {@code name} says what it is */
    static List<Device> linux(Path root, String display) throws RunException {
        List<Device> devices = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> entries = Files.list(root)) {
                for (Path entry : entries.sorted(Comparator.comparing(Path::toString, NaturalOrder.NAMES))
                        .toList()) {
                    Path name = entry.resolve("name");
                    String text =
                            Files.isReadable(name) ? Files.readString(name).strip() : "camera";
                    devices.add(new Device("camera:/dev/" + entry.getFileName(), text));
                }
            } catch (IOException e) {
                throw new RunException(root + " cannot be read: " + e.getMessage(), e);
            }
        }
        if (!display.isEmpty()) {
            devices.add(new Device("screen:" + display, "X11 display " + display));
        }
        return devices;
    }

    /** @param log what FFmpeg prints: a heading, numbered video devices, a heading, numbered audio devices */
    static List<Device> macos(List<String> log) {
        List<Device> devices = new ArrayList<>();
        boolean video = false;
        for (String line : log) {
            Matcher numbered = NUMBERED.matcher(line.strip());
            if (line.contains("video devices")) {
                video = true;
            } else if (line.contains("audio devices")) {
                video = false;
            } else if (video && numbered.find()) {
                String name = numbered.group(2).strip();
                boolean screen = name.startsWith("Capture screen ");
                String number = screen ? name.substring("Capture screen ".length()) : numbered.group(1);
                devices.add(new Device((screen ? "screen:" : "camera:") + number, name));
            }
        }
        return devices;
    }

    static List<Device> windows(List<String> cameras) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < cameras.size(); i++) {
            devices.add(new Device("camera:" + i, cameras.get(i)));
        }
        devices.add(new Device("screen:", "the desktop"));
        return devices;
    }
}
