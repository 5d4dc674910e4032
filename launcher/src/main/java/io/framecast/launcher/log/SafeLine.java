package io.framecast.launcher.log;

import io.framecast.client.Printable;
import java.util.regex.Pattern;

/** What is about to be shown, fit for one line: without control characters, and without secrets that were given where none belongs. */
public final class SafeLine {

    /** Secrets, the tokens of tickets, and tokens by themselves (JWTs, whose header is a JSON object). */
    private static final Pattern SECRET =
            Pattern.compile("(?<keep>fcs1_|[?&]token=)[^\\s&'\"]*[^\\s&'\":,;)]|eyJ[\\w-]*\\.[\\w-]+\\.[\\w-]*");

    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

    private SafeLine() {}

    public static String of(String text) {
        return Printable.line(masked(LINE_END.matcher(text).replaceAll(" ")), Integer.MAX_VALUE);
    }

    /** The same text but for its secrets. */
    static String masked(String text) {
        return SECRET.matcher(text).replaceAll("${keep}***");
    }
}
