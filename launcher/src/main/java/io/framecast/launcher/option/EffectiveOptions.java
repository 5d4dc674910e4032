package io.framecast.launcher.option;

import io.framecast.launcher.option.OptionSources.Origin;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command as they hold, and where each came from. */
public final class EffectiveOptions {

    /** Those that have a secret in themselves, not in a file that they name. */
    private static final Set<String> SECRET = Set.of("secret", "passphrase", "ticket");

    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");

    private final ParseResult result;
    private final ParseResult root;
    private final OptionSources sources;

    /** {@code root}: of the whole command line, whose common options may stand before the command. */
    public EffectiveOptions(ParseResult result, ParseResult root, OptionSources sources) {
        this.result = result;
        this.root = root;
        this.sources = sources;
    }

    /** Where the option's value came from. {@code name} with its dashes; an option that the command has. */
    public Origin origin(String name) {
        OptionSpec option = option(name);
        return matched(option) ? Origin.COMMAND_LINE : sources.originBeyondCommandLine(option);
    }

    /** How a message should call the option: as the user gave it. */
    public String place(String name) {
        return sources.place(option(name), origin(name));
    }

    /**
     * Of options that exclude each other, which one holds: the one from the strongest place. Null if none is given.
     *
     * @throws io.framecast.client.UsageException if two are given at that place
     */
    public @Nullable String oneOf(String... names) {
        String strongest = null;
        String rival = null;
        for (String name : names) {
            int order = strongest == null ? -1 : origin(name).compareTo(origin(strongest));
            if (origin(name) == Origin.DEFAULT || order > 0) {
                continue;
            }
            rival = order == 0 ? name : null;
            strongest = order == 0 ? strongest : name;
        }
        if (strongest != null && rival != null) {
            throw new io.framecast.client.UsageException(
                    place(strongest) + " and " + place(rival) + " exclude each other: give one of them");
        }
        return strongest;
    }

    /** One line with every option that has a value; secrets masked, places named where they are not the default. */
    public String line() {
        StringJoiner line = new StringJoiner(" ");
        for (OptionSpec option : result.commandSpec().options()) {
            Object value = option.getValue();
            if (!OptionSources.configurable(option) || value == null || Boolean.FALSE.equals(value)) {
                continue;
            }
            if (value instanceof Collection<?> many && many.isEmpty()) {
                continue;
            }
            Origin origin = matched(option) ? Origin.COMMAND_LINE : sources.originBeyondCommandLine(option);
            String from = switch (origin) {
                case DEFAULT -> "(default)";
                case ENVIRONMENT -> "(environment)";
                case CONFIG_FILE -> "(file)";
                case COMMAND_LINE -> "";
            };
            line.add(OptionSources.name(option) + "=" + masked(option, written(option, value)) + from);
        }
        return line.toString();
    }

    /** Options with a secret that the command line gives, where the list of processes shows them, and their variables. */
    public Map<String, String> exposed() {
        Map<String, String> exposed = new TreeMap<>();
        for (OptionSpec option : result.commandSpec().options()) {
            if (SECRET.contains(OptionSources.name(option)) && matched(option)) {
                exposed.put(option.longestName(), OptionSources.variable(option));
            }
        }
        return exposed;
    }

    private boolean matched(OptionSpec option) {
        String name = option.longestName();
        return result.hasMatchedOption(name) || root.hasMatchedOption(name);
    }

    /** As a person wrote it: {@code 200ms}, not what it was read as. */
    private String written(OptionSpec option, Object value) {
        String name = option.longestName();
        OptionSpec given = result.matchedOption(name) != null ? result.matchedOption(name) : root.matchedOption(name);
        if (given != null && !given.originalStringValues().isEmpty()) {
            return String.join(",", given.originalStringValues());
        }
        String elsewhere = sources.defaultValue(option);
        String standard = elsewhere != null ? elsewhere : option.defaultValue();
        return standard != null ? standard : String.valueOf(value);
    }

    private static String masked(OptionSpec option, String text) {
        return switch (OptionSources.name(option)) {
            case "secret", "passphrase" -> "***";
            case "ticket" -> text.replaceAll("\\?.*", "?***");
            default -> Quantities.printable(USER_INFO.matcher(text).replaceAll("//***@"));
        };
    }

    private OptionSpec option(String name) {
        OptionSpec option = result.commandSpec().findOption(name);
        if (option == null) {
            throw new IllegalArgumentException(result.commandSpec().name() + " has no option " + name);
        }
        return option;
    }
}
