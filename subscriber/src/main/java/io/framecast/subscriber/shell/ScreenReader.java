package io.framecast.subscriber.shell;

import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/** JLine's reader, with its lock shared so that nothing is painted into the middle of what it writes. */
final class ScreenReader extends LineReaderImpl {

    private final Runnable repaint;

    /** {@code repaint} runs when the terminal was resized, attached to, or continued after a stop. */
    ScreenReader(Terminal terminal, Map<String, Object> variables, Runnable repaint) {
        super(terminal, "framecast", variables);
        this.repaint = repaint;
        setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
        unsetOpt(LineReader.Option.BRACKETED_PASTE);
    }

    /** Runs {@code writing} while the reader writes nothing, and flushes. */
    void whole(Runnable writing) {
        lock.lock();
        try {
            writing.run();
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Writes prompt and line again at the cursor, whatever was there before. Within {@link #whole}. */
    void redraw(ScreenLayout layout) {
        size = org.jline.terminal.Size.of(layout.columns(), layout.rows());
        if (reading) {
            display.resize(size);
            redrawLine();
            redisplay();
        }
    }

    @Override
    protected synchronized void handleSignal(Terminal.Signal signal) {
        if (signal != Terminal.Signal.WINCH) {
            super.handleSignal(signal);
        }
        if (signal == Terminal.Signal.WINCH || signal == Terminal.Signal.CONT) {
            repaint.run();
        }
    }
}
