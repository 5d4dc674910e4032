package io.framecast.producer.source;

import io.framecast.client.UsageException;
import java.nio.file.Path;

/** Reads what {@code --source} takes. */
public final class SourceUri {
    private static final String FORMS =
            "camera:, file:clip.mp4, frames:DIR, screen:, test:1280x720@30 or - (MPEG-TS on standard input)";

    private SourceUri() {}

    /**
     * The source behind a URI; nothing is opened yet.
     *
     * @throws UsageException malformed URI, missing file or folder, empty folder
     */
    public static FrameSource open(String uri, SourceOptions options) {
        if (uri.equals("-")) {
            if (options.loop()) {
                throw new UsageException("--loop: standard input cannot be started again; use file:, frames: or test:");
            }
            return FileSource.ofStream(new InterruptibleInput(System.in), options);
        }
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        String rest = uri.substring(colon + 1);
        return switch (scheme) {
            case "file" -> FileSource.ofFile(path(uri, rest), options);
            case "frames" -> FramesSource.of(uri, rest, options);
            case "test" -> TestSource.of(uri, rest, options);
            case "camera" ->
                new DeviceSource(uri, CaptureRequest.camera(uri, rest, options).plan(), options);
            case "screen" ->
                new DeviceSource(uri, CaptureRequest.screen(uri, rest, options).plan(), options);
            default -> throw new UsageException("--source " + uri + ": not one of " + FORMS);
        };
    }

    private static Path path(String uri, String rest) {
        if (rest.isEmpty()) {
            throw new UsageException("--source " + uri + ": names no file; write file:clip.mp4");
        }
        return Path.of(rest);
    }
}
