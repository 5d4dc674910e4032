package io.framecast.launcher;

import io.framecast.launcher.log.LogOutput;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.Quantities.DurationConverter;
import io.framecast.launcher.option.Quantities.PercentConverter;
import io.framecast.subscriber.StandardStreams;
import io.framecast.subscriber.Subscriber;
import io.framecast.subscriber.SubscriberOptions;
import io.framecast.subscriber.terminal.ColorMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sees streams: in the terminal with a shell, or headless into files, pipes and figures. */
@Command(
        name = "subscriber",
        sortOptions = false,
        description = "See streams: type 'subscribe ID' and the picture is there; or record, pipe and measure them.",
        footer = {
            "",
            "Standard output carries only the shell, statistics and --output -. The shell ends with quit, or with the end of"
                    + " standard input if neither --subscribe nor --duration is given."
        })
final class SubscriberCommand extends ConfiguredCommand {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriberCommand.class);

    private final Surroundings around;

    @Mixin
    ClientConnection connection;

    @Option(
            names = "--subscribe",
            paramLabel = "ID",
            split = ",",
            order = 1,
            description = "Subscribe to this producer id at once. Repeatable, or several with commas.")
    List<String> subscribe = List.of();

    @Option(
            names = "--output",
            paramLabel = "URI",
            order = 2,
            description = "terminal, window, frames:DIR, file:NAME.mp4|.ts|.mkv, - (MPEG-TS on standard output),"
                    + " udp://HOST:PORT (MPEG-TS) or null. With several ids frames: and file: need {id} in the path."
                    + " Default: terminal where there is one, else null.")
    @Nullable
    String output;

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            order = 3,
            description = "From capture to display; lost datagrams are asked for again within it. 0ms to 10s.")
    Duration latency = Duration.ofMillis(200);

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            order = 4,
            description = "End after this time, counted from the start of the program: 10s, 2m. Without a single frame"
                    + " by then the exit code is 1.")
    @Nullable
    Duration duration;

    @Option(
            names = "--stats",
            paramLabel = "json|FILE",
            order = 5,
            description = "End with a JSON line per subscribed id on standard output, or in a file.")
    @Nullable
    String stats;

    @Option(names = "--mute", order = 6, description = "Play no sound.")
    boolean mute;

    @Option(
            names = "--volume",
            paramLabel = "N",
            converter = PercentConverter.class,
            defaultValue = "100",
            order = 7,
            description = "Loudness of the sound in percent, 0 to 100.")
    int volume = 100;

    @Option(
            names = "--colors",
            paramLabel = "auto|24bit|256|16|none",
            defaultValue = "auto",
            order = 8,
            description = "Colours of the picture in the terminal; auto goes by COLORTERM and TERM.")
    String colors = "auto";

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            order = 60,
            description = "Make this file when commands are taken, remove it at the end: for health checks.")
    @Nullable
    Path readyFile;

    SubscriberCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        EffectiveOptions given = given();
        StateFolder folder = state();
        SubscriberOptions options = new SubscriberOptions(
                connection.options(given, folder),
                subscribe,
                output,
                latency,
                duration,
                mute,
                volume,
                ColorMode.parse(colors, around.environment()),
                stats,
                readyFile,
                folder.path());
        StandardStreams streams = new StandardStreams(around.in(), around.out(), around.terminal());
        Subscriber subscriber = new Subscriber(
                options,
                streams,
                log -> {
                    LogOutput.current().toFile(log);
                    StartLog.configured(LOG, "subscriber", given);
                },
                List.of());
        if (!subscriber.interactive()) {
            StartLog.configured(LOG, "subscriber", given);
        }
        subscriber.run(around.startNanos());
        return Program.DONE;
    }
}
