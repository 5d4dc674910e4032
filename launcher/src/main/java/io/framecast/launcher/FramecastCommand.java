package io.framecast.launcher;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command, and the options that every command has. */
@Command(
        name = "framecast",
        sortOptions = false,
        description = "Live pictures over UDP: a producer sends frames, a broker fans them out, subscribers see them.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Every option is also an environment variable, named behind it, and a line of the --config file (its long name"
                    + " without dashes). The command line wins over the environment, that over the file.",
            "First steps: framecast demo"
        })
final class FramecastCommand implements Callable<Integer> {

    enum LogFormat {
        text,
        json
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 100,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            order = 101,
            description = "Show the version and exit.")
    boolean version;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            order = 90,
            description = "Log more: every control packet, and where an error came from.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            order = 91,
            description = "Log warnings and errors only.")
    boolean quiet;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            scope = ScopeType.INHERIT,
            order = 92,
            description = "How log lines on standard error look.")
    LogFormat logFormat;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 93,
            description = "A properties file with options, such as log-format=json.")
    @Nullable
    Path config;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = 94,
            description = "Folder for keys, known brokers and logs. Default: what the system has for it"
                    + " (Linux: ~/.local/state/framecast).")
    @Nullable
    Path state;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new io.framecast.client.UsageException(
                "a command is missing: " + String.join(", ", Program.visibleCommands(spec)));
    }
}
