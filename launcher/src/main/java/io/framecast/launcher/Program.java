package io.framecast.launcher;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.launcher.log.LogOutput;
import io.framecast.launcher.log.SafeLine;
import io.framecast.launcher.option.OptionHelp;
import io.framecast.launcher.option.OptionSources;
import io.framecast.launcher.option.UsageLine;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One run of the program: arguments in, exit code out. 0 done, 1 failed at run time, 2 usage, 130 interrupted. What goes wrong is
 * one line on standard error.
 */
final class Program {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int INTERRUPTED = 130;

    private static final String BENCH = "io.framecast.bench.BenchCommand";

    private Program() {}

    static int run(String[] args, Surroundings around) {
        try {
            return execute(args, around);
        } catch (RuntimeException e) {
            return failed(e, around.err());
        }
    }

    private static int execute(String[] args, Surroundings around) {
        CommandLine line = commandLine(around);
        OptionSources sources;
        try {
            sources = OptionSources.of(args, around.environment(), optionNames(line));
        } catch (UsageException e) {
            return say(around.err(), String.valueOf(e.getMessage()), USAGE);
        }
        line.setDefaultValueProvider(sources);
        line.setParameterExceptionHandler((e, _) -> say(around.err(), UsageLine.of(e, sources), USAGE));
        line.setExecutionExceptionHandler((e, _, _) -> failed(e, around.err()));
        line.setExecutionStrategy(new Execution(sources, around));
        return line.execute(args);
    }

    static CommandLine commandLine(Surroundings around) {
        FramecastCommand root = new FramecastCommand();
        CommandLine line = new CommandLine(root);
        line.addSubcommand("demo", new DemoCommand(around));
        line.addSubcommand("broker", new BrokerCommand());
        line.addSubcommand("producer", new ProducerCommand(around));
        line.addSubcommand("subscriber", new SubscriberCommand(around));
        line.addSubcommand("gateway", new GatewayCommand());
        line.addSubcommand("secret", new SecretCommand(around));
        line.addSubcommand("token", new TokenCommand(around));
        line.addSubcommand("doctor", new DoctorCommand(around));
        addBench(line);
        line.addSubcommand("generate-completion", new CompletionCommand(around));
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        line.setExpandAtFiles(false);
        line.setHelpFactory(OptionHelp::new);
        line.setUsageHelpAutoWidth(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        tellVersion(line, line.getCommandSpec().versionProvider());
        return line;
    }

    /** The option is inherited, what it prints is not. */
    private static void tellVersion(CommandLine line, IVersionProvider provider) {
        line.getCommandSpec().versionProvider(provider);
        line.getSubcommands().values().forEach(command -> tellVersion(command, provider));
    }

    /** The measurements are only in distributions that were built with them. */
    private static void addBench(CommandLine line) {
        try {
            line.addSubcommand(Class.forName(BENCH).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException _) {
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(BENCH + " is public and needs no arguments", e);
        }
    }

    static List<String> visibleCommands(CommandSpec root) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            if (!command.getValue().getCommandSpec().usageMessage().hidden()) {
                names.add(command.getKey());
            }
        }
        return names;
    }

    private static Set<String> optionNames(CommandLine line) {
        Set<String> names = new HashSet<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (OptionSources.configurable(option)) {
                names.add(OptionSources.name(option));
            }
        }
        for (CommandLine command : line.getSubcommands().values()) {
            names.addAll(optionNames(command));
        }
        return names;
    }

    private static int failed(Exception e, PrintStream err) {
        return switch (e) {
            case UsageException usage -> say(err, String.valueOf(usage.getMessage()), USAGE);
            case RunException run -> {
                LoggerFactory.getLogger(Program.class).debug("why it failed", run);
                yield say(err, String.valueOf(run.getMessage()), FAILED);
            }
            case InterruptedException _ -> INTERRUPTED;
            default -> {
                LoggerFactory.getLogger(Program.class).debug("unexpected", e);
                yield say(err, "internal error: " + e + "; run it again with -v and report what it logs", FAILED);
            }
        };
    }

    private static int say(PrintStream err, String message, int code) {
        LogOutput.current().flush();
        err.println("framecast: " + SafeLine.of(message));
        err.flush();
        return code;
    }
}
