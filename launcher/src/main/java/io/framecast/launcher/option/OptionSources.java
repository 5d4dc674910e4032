package io.framecast.launcher.option;

import io.framecast.client.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values for options that the command line does not give: first {@code FRAMECAST_…} of the environment, then the file of
 * {@code --config}. An empty value is no value. The option's own default comes after both.
 */
public final class OptionSources implements IDefaultValueProvider {

    /** Where a value was found; a smaller rank wins. */
    public enum Origin {
        COMMAND_LINE,
        ENVIRONMENT,
        CONFIG_FILE,
        DEFAULT
    }

    private final Map<String, String> environment;
    private final Properties file;
    private final String fileName;

    private OptionSources(Map<String, String> environment, Properties file, String fileName) {
        this.environment = environment;
        this.file = file;
        this.fileName = fileName;
    }

    /**
     * Reads the configuration file, if one is named by {@code args} or by {@code FRAMECAST_CONFIG}.
     *
     * @param knownNames names of all options of all commands, without dashes: another key in the file is a usage error
     */
    public static OptionSources of(String[] args, Map<String, String> environment, Set<String> knownNames) {
        String named = configNamedBy(args);
        if (named == null) {
            named = nonEmpty(environment.get("FRAMECAST_CONFIG"));
        }
        Properties file = new Properties();
        if (named != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(named))) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new UsageException(
                        "--config " + named + ": cannot be read as a properties file (" + reason(e) + ")");
            }
            for (String key : file.stringPropertyNames()) {
                if (!knownNames.contains(key)) {
                    throw new UsageException("--config " + named + ": '" + key
                            + "' is no option; write long names without the dashes, such as log-format=json");
                }
            }
        }
        return new OptionSources(Map.copyOf(environment), file, named == null ? "" : named);
    }

    /** The environment variable of an option: {@code --log-format} is {@code FRAMECAST_LOG_FORMAT}. */
    public static String variable(OptionSpec option) {
        return "FRAMECAST_" + name(option).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The long name of an option without its dashes, as the configuration file has it. */
    public static String name(OptionSpec option) {
        String name = option.longestName();
        return name.startsWith("--") ? name.substring(2) : name.substring(1);
    }

    /** Whether a value may come from elsewhere than the command line: not for {@code --help} and {@code --version}. */
    public static boolean configurable(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !configurable(option)) {
            return null;
        }
        String value = nonEmpty(environment.get(variable(option)));
        return value != null ? value : nonEmpty(file.getProperty(name(option)));
    }

    /** Where an option that the command line did not give has its value from. */
    public Origin originBeyondCommandLine(OptionSpec option) {
        if (!configurable(option)) {
            return Origin.DEFAULT;
        }
        if (nonEmpty(environment.get(variable(option))) != null) {
            return Origin.ENVIRONMENT;
        }
        return nonEmpty(file.getProperty(name(option))) != null ? Origin.CONFIG_FILE : Origin.DEFAULT;
    }

    /** How a message names the place: {@code FRAMECAST_BIND}, {@code bind in framecast.properties}, or the option itself. */
    public String place(OptionSpec option, Origin origin) {
        return switch (origin) {
            case ENVIRONMENT -> variable(option);
            case CONFIG_FILE -> name(option) + " in " + fileName;
            case COMMAND_LINE, DEFAULT -> option.longestName();
        };
    }

    private static @Nullable String configNamedBy(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                return args[i].substring("--config=".length());
            }
            if (args[i].equals("--config") && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return null;
    }

    private static @Nullable String nonEmpty(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String reason(Exception e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "no such file";
            case java.nio.file.AccessDeniedException _ -> "not readable";
            default -> e.getClass().getSimpleName();
        };
    }
}
