package io.framecast.launcher;

import io.framecast.client.PublishOptions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.BitrateConverter;
import io.framecast.launcher.option.Quantities.DurationConverter;
import io.framecast.launcher.option.Quantities.Size;
import io.framecast.launcher.option.Quantities.SizeConverter;
import io.framecast.producer.ProducerOptions;
import io.framecast.producer.ProducerProgram;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.producer.source.CaptureDevices;
import io.framecast.producer.source.SourceOptions;
import io.framecast.protocol.wire.ProducerId;
import io.framecast.subscriber.ReadyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a camera, a file, a folder, a screen or a pattern. */
@Command(
        name = "producer",
        sortOptions = false,
        description = "Publish a camera, a file, a folder of frames, a screen or a test pattern.",
        footer = {"", "Without --loop it ends when its source has ended and the broker has all of it."})
final class ProducerCommand extends ConfiguredCommand {

    private static final String ID_RULE = "1 to 64 of letters, digits and . _ / -";

    private final Surroundings around;

    @Option(
            names = "--id",
            paramLabel = "ID",
            order = 1,
            description = "Producer id: the name under which subscribers find it; 1 to 64 of A-Z a-z 0-9 . _ / -")
    @Nullable
    String id;

    @Option(
            names = "--source",
            paramLabel = "URI",
            order = 2,
            description =
                    "camera: (see --list-devices), file:clip.mp4, frames:DIR[?audio=DIR], screen:, test:1280x720@30 or"
                            + " - (MPEG-TS on standard input).")
    @Nullable
    String source;

    @Mixin
    ClientConnection connection;

    @Option(
            names = "--rate",
            paramLabel = "FPS",
            defaultValue = "0",
            order = 3,
            description =
                    "Frames a second of frames:, test:, camera: and screen:, up to 1000. 0: what the source says, 25"
                            + " for frames:.")
    double rate;

    @Option(
            names = "--delay",
            paramLabel = "SEC",
            defaultValue = "0",
            converter = DurationConverter.class,
            order = 4,
            description = "Wait before starting, 0 to 86400 seconds.")
    Duration delay = Duration.ZERO;

    @Option(names = "--loop", order = 5, description = "Start again at the end, without a jump in time.")
    boolean loop;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            order = 6,
            description = "h264, vp8, vp9, av1 or mjpeg, where it is encoded here. Default: h264, and a file's own.")
    @Nullable
    String codec;

    @Option(
            names = "--bitrate",
            paramLabel = "RATE",
            converter = BitrateConverter.class,
            order = 7,
            description = "Bits a second of the encoded picture, 10k to 1000M; a file is encoded again.")
    @Nullable
    Integer bitrate;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            order = 8,
            description = "Size of the encoded picture in pixels, even, 16 to 8192; a file is encoded again.")
    @Nullable
    Size size;

    @Option(
            names = "--gop",
            paramLabel = "SEC",
            defaultValue = "0",
            order = 9,
            description = "Seconds between key frames where it is encoded here, 0.1 to 60. 0: 2 seconds.")
    double gop;

    @Option(names = "--title", paramLabel = "T", defaultValue = "", order = 10, description = "Title, for people.")
    String title = "";

    @Option(names = "--tag", paramLabel = "T", split = ",", order = 11, description = "Tag. Repeatable.")
    List<String> tags = List.of();

    @Option(names = "--list-devices", order = 12, description = "Print the URIs of cameras and screens, and exit.")
    boolean listDevices;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            order = 60,
            description = "Make this file once the stream is live, remove it at the end: for health checks.")
    @Nullable
    Path readyFile;

    ProducerCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws RunException, InterruptedException {
        if (listDevices) {
            List<CaptureDevices.Device> devices = CaptureDevices.list();
            devices.forEach(device -> around.out().println(device.uri() + "    " + device.name()));
            around.out().flush();
            if (devices.isEmpty()) {
                around.err().println("framecast: no camera and no screen was found");
            }
            return Program.DONE;
        }
        EffectiveOptions given = given();
        ProducerOptions options = new ProducerOptions(
                checkedId(given),
                required("--source", source),
                sourceOptions(),
                connection.options(given, state()),
                delay,
                title,
                tags,
                PublishOptions.FRAGMENT_BYTES);
        StartLog.configured(LoggerFactory.getLogger(ProducerCommand.class), "producer", given);
        try (ReadyFile ready = new ReadyFile(readyFile)) {
            ProducerProgram.run(options, ready::create);
        }
        return Program.DONE;
    }

    private String checkedId(EffectiveOptions given) {
        String checked = required("--id", id);
        if (!ProducerId.isValid(checked)) {
            throw new UsageException(given.place("--id") + " '" + io.framecast.client.Printable.line(checked, 80)
                    + "': an id is " + ID_RULE);
        }
        return checked;
    }

    private SourceOptions sourceOptions() {
        return new SourceOptions(
                rate,
                loop,
                codec == null ? null : VideoCodec.named(codec),
                bitrate == null ? 0 : bitrate,
                size == null ? 0 : size.width(),
                size == null ? 0 : size.height(),
                gop);
    }

    private static String required(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            String variable = option.equals("--id") ? "FRAMECAST_ID" : "FRAMECAST_SOURCE";
            throw new UsageException(option + " is missing (or " + variable + "): "
                    + (option.equals("--id") ? ID_RULE : "such as test:1280x720@30 or file:clip.mp4"));
        }
        return value;
    }
}
