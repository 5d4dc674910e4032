package io.framecast.launcher.option;

import io.framecast.launcher.option.OptionSources.Origin;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was wrong with a command line, in one line: the option, its value, what would be accepted, where to read on. */
public final class UsageLine {

    private static final Pattern PICOCLI_PREFIX = Pattern.compile("^Invalid value for option '[^']*'( \\([^)]*\\))?: ");

    private UsageLine() {}

    public static String of(ParameterException e, OptionSources sources) {
        CommandLine command = e.getCommandLine();
        return text(e, command, sources) + " (see '" + command.getCommandSpec().qualifiedName() + " --help')";
    }

    private static String text(ParameterException e, CommandLine command, OptionSources sources) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command);
        }
        if (e instanceof MissingParameterException missing && e.getArgSpec() == null) {
            return String.valueOf(missing.getMessage());
        }
        if (e.getArgSpec() instanceof OptionSpec option) {
            String message = String.valueOf(e.getMessage());
            String plain = PICOCLI_PREFIX.matcher(message).replaceFirst("");
            return plain.equals(message)
                    ? message
                    : sources.place(option, origin(option, e, sources)) + ": " + Quantities.printable(plain);
        }
        return String.valueOf(e.getMessage());
    }

    /** picocli applies what comes from elsewhere before it looks at the arguments; the value tells which of both it was. */
    private static Origin origin(OptionSpec option, ParameterException e, OptionSources sources) {
        boolean elsewhere = e.getValue() != null && e.getValue().equals(sources.defaultValue(option));
        return elsewhere ? sources.originBeyondCommandLine(option) : Origin.COMMAND_LINE;
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine command) {
        List<String> arguments = e.getUnmatched();
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        if (e.isUnknownOption()) {
            String name = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            List<String> close = e.getSuggestions();
            String hint = close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
            return "unknown option " + Quantities.quoted(name) + hint;
        }
        if (!command.getSubcommands().isEmpty()) {
            return Quantities.quoted(first) + " is no command: use one of "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        return "unexpected argument " + Quantities.quoted(first);
    }
}
