package io.framecast.subscriber.shell;

import java.io.Writer;
import java.util.function.Consumer;

/** Hands each write on as one piece. */
final class PictureWriter extends Writer {

    private final Consumer<String> whole;

    PictureWriter(Consumer<String> whole) {
        this.whole = whole;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        whole.accept(new String(text, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) {
        whole.accept(text.substring(offset, offset + length));
    }

    @Override
    public void flush() {
        // Each piece is flushed as it is written.
    }

    @Override
    public void close() {
        // The terminal is the console's.
    }
}
