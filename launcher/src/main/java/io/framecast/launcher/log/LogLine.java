package io.framecast.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.google.gson.JsonObject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The looks of a log line: text for people, or one JSON object. Ends with a line feed. */
enum LogLine {
    TEXT {
        @Override
        String of(ILoggingEvent event, boolean verbose) {
            StringBuilder line = new StringBuilder(160);
            line.append(TIME.format(event.getInstant())).append(' ');
            line.append(String.format(Locale.ROOT, "%-5s ", event.getLevel()));
            line.append(SafeLine.of(event.getFormattedMessage()));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                line.append(": ").append(summary(thrown));
            }
            line.append('\n');
            if (thrown != null && verbose) {
                line.append(SafeLine.masked(ThrowableProxyUtil.asString(thrown)));
            }
            return line.toString();
        }
    },
    JSON {
        @Override
        String of(ILoggingEvent event, boolean verbose) {
            JsonObject line = new JsonObject();
            line.addProperty("time", TIME.format(event.getInstant()));
            line.addProperty("level", event.getLevel().toString());
            line.addProperty("logger", event.getLoggerName());
            line.addProperty("message", SafeLine.masked(event.getFormattedMessage()));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                line.addProperty("error", summary(thrown));
                if (verbose) {
                    line.addProperty("trace", SafeLine.masked(ThrowableProxyUtil.asString(thrown)));
                }
            }
            return line + "\n";
        }
    };

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    abstract String of(ILoggingEvent event, boolean verbose);

    private static String summary(IThrowableProxy thrown) {
        @Nullable String message = thrown.getMessage();
        return thrown.getClassName() + (message == null ? "" : ": " + SafeLine.of(message));
    }
}
