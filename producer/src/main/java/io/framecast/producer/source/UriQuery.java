package io.framecast.producer.source;

import io.framecast.client.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What stands behind the question mark of a source: {@code name=value&name=value}, taken as it is. */
record UriQuery(String uri, String path, Map<String, String> values) {

    /** @param known names that may occur */
    static UriQuery parse(String uri, String rest, Set<String> known) {
        int mark = rest.indexOf('?');
        if (mark < 0) {
            return new UriQuery(uri, rest, Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : rest.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !known.contains(name)) {
                throw new UsageException("--source " + uri + ": behind the ? may stand "
                        + String.join(", ", known.stream().sorted().toList()) + ", each as name=value");
            }
            values.put(name, pair.substring(equals + 1));
        }
        return new UriQuery(uri, rest.substring(0, mark), values);
    }

    String value(String name, String usual) {
        return values.getOrDefault(name, usual);
    }

    /** A number of frames a second. */
    double framesPerSecond(String name, double usual) {
        String value = values.get(name);
        return value == null ? usual : framesPerSecond("--source " + uri, value, "");
    }

    /** @param hint what to add to the message */
    static double framesPerSecond(String option, String text, String hint) {
        try {
            double rate = Double.parseDouble(text);
            if (rate >= 0.01 && rate <= 1000) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new UsageException(option + ": " + text + " is not in 0.01 to 1000 frames a second" + hint);
    }
}
