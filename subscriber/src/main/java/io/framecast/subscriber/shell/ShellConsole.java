package io.framecast.subscriber.shell;

import org.jspecify.annotations.Nullable;

/** Where lines are typed and answers appear. {@link #readLine} is for one thread, everything else for any. */
public interface ShellConsole extends AutoCloseable {

    /** The next line; null at the end of input. Ctrl-C never ends it. */
    @Nullable
    String readLine();

    /** Shows a line, above what is being typed. */
    void say(String line);

    /** The surface that a picture can be drawn on, or null where there is none. */
    @Nullable
    PictureRegion picture();

    /** Leaves the terminal as it was found. Idempotent. */
    @Override
    void close();
}
