package io.framecast.producer.source;

import io.framecast.client.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a picture that we encode: even pixels, 16 to 8192. */
public record PictureSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    /** @param option what an error message begins with, for example {@code --size 1x1} */
    static PictureSize checked(String option, int width, int height) {
        if (!inRange(width) || !inRange(height)) {
            throw new UsageException(option + ": width and height must be even and in 16 to 8192");
        }
        return new PictureSize(width, height);
    }

    /** Reads {@code 1280x720}. */
    public static PictureSize parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UsageException(option + ": a size is written like 1280x720");
        }
        return checked(option, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    private static boolean inRange(int pixels) {
        return pixels >= 16 && pixels <= 8192 && (pixels & 1) == 0;
    }
}
