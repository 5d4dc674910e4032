package io.framecast.subscriber.shell;

import io.framecast.client.Printable;
import io.framecast.protocol.wire.ProducerId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What one typed line asks for. Parsing never fails: a line that is no command is an {@link Unclear} with what to type instead. */
public sealed interface ShellLine {

    record Subscribe(List<String> ids) implements ShellLine {
        public Subscribe {
            ids = List.copyOf(ids);
        }
    }

    record Unsubscribe(List<String> ids) implements ShellLine {
        public Unsubscribe {
            ids = List.copyOf(ids);
        }
    }

    /** Who is live, of the ids that start with {@code prefix} (empty: all). */
    record ListLive(String prefix) implements ShellLine {}

    record Stats() implements ShellLine {}

    record View(String id) implements ShellLine {}

    record Hide() implements ShellLine {}

    record Help() implements ShellLine {}

    record Quit() implements ShellLine {}

    record Nothing() implements ShellLine {}

    /** {@code answer}: one line for the person who typed it. */
    record Unclear(String answer) implements ShellLine {}

    /** The commands in the order of the help, for completion. */
    List<String> COMMANDS = List.of("subscribe", "unsubscribe", "list", "stats", "view", "hide", "help", "quit");

    String ID_RULE = "an id is 1 to 64 of letters, digits and . _ / -";

    static ShellLine parse(String typed) {
        String[] words = typed.strip().split("\\s+");
        if (words[0].isEmpty()) {
            return new Nothing();
        }
        List<String> arguments = Arrays.asList(words).subList(1, words.length);
        String command = words[0].toLowerCase(Locale.ROOT);
        return switch (command) {
            case "subscribe" -> ids(command, arguments) instanceof Unclear no ? no : new Subscribe(arguments);
            case "unsubscribe" -> ids(command, arguments) instanceof Unclear no ? no : new Unsubscribe(arguments);
            case "view" ->
                arguments.size() > 1
                        ? new Unclear("view takes one id: view 1AAA99")
                        : ids(command, arguments) instanceof Unclear no ? no : new View(arguments.getFirst());
            case "list" ->
                arguments.size() > 1
                        ? new Unclear("list takes nothing, or the beginning of an id: list 1A")
                        : arguments.isEmpty()
                                ? new ListLive("")
                                : ids(command, arguments) instanceof Unclear no
                                        ? no
                                        : new ListLive(arguments.getFirst());
            case "stats" -> alone(command, arguments, new Stats());
            case "hide" -> alone(command, arguments, new Hide());
            case "help", "?" -> alone("help", arguments, new Help());
            case "quit", "exit" -> alone("quit", arguments, new Quit());
            default ->
                new Unclear("'" + Printable.line(words[0], 80) + "' is no command; possible are "
                        + String.join(", ", COMMANDS));
        };
    }

    private static ShellLine alone(String command, List<String> arguments, ShellLine parsed) {
        return arguments.isEmpty() ? parsed : new Unclear(command + " takes nothing behind it");
    }

    /** {@link Unclear} if there is no id, or a malformed one; otherwise {@link Nothing}. */
    private static ShellLine ids(String command, List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Unclear(command + " needs an id: " + command + " 1AAA99 (list shows who is live)");
        }
        for (String id : arguments) {
            if (!ProducerId.isValid(id)) {
                return new Unclear("'" + Printable.line(id, 80) + "' is no id: " + ID_RULE);
            }
        }
        return new Nothing();
    }
}
