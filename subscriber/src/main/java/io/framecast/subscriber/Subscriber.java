package io.framecast.subscriber;

import io.framecast.client.ClientEvent;
import io.framecast.client.FramecastClient;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.subscriber.output.OutputUri;
import io.framecast.subscriber.shell.PlainConsole;
import io.framecast.subscriber.shell.ScreenConsole;
import io.framecast.subscriber.shell.ShellConsole;
import io.framecast.subscriber.shell.ShellLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber as a program: subscribes, feeds outputs, takes commands, ends when it is told to or when its time is over. Owned by
 * the thread that calls {@link #run}.
 */
public final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final String GREETING = "Framecast: type help. quit ends; in a container Ctrl-P Ctrl-Q detaches.";
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(2);

    /** What is left when the process is told to stop: the system kills it soon after. */
    private static final Duration HURRIED_LIMIT = Duration.ofMillis(1200);

    private final SubscriberOptions options;
    private final StandardStreams streams;
    private final LogFile logFile;
    private final List<String> greeting;
    private final String output;
    private final boolean interactive;
    private final Ending ending = new Ending();
    private final Known known = new Known();
    private volatile @Nullable Views views;
    private volatile boolean inputEnded;
    private volatile boolean waited;

    /**
     * @param logFile where the log goes while the terminal is used
     * @param greeting lines for whoever sits at the terminal; empty: the usual one
     * @throws UsageException if output, ids and statistics do not go together
     */
    public Subscriber(SubscriberOptions options, StandardStreams streams, LogFile logFile, List<String> greeting) {
        this.options = options;
        this.streams = streams;
        this.logFile = logFile;
        this.greeting = greeting.isEmpty() ? List.of(GREETING) : List.copyOf(greeting);
        this.output = options.output() != null ? options.output() : streams.terminal() ? "terminal" : "null";
        OutputUri.check(output, options.ids().size());
        boolean piped = OutputUri.usesStandardOutput(output);
        this.interactive = streams.terminal() && !piped;
        if (piped && options.statsOnStandardOutput()) {
            throw new UsageException("--output - and --stats json both want standard output: write --stats FILE");
        }
        if (OutputUri.isTerminal(output) && !interactive) {
            throw new UsageException(
                    "--output terminal: standard input and output are not a terminal; use window, file:, frames: or -");
        }
        if (piped && options.ids().isEmpty()) {
            throw new UsageException("--output - needs --subscribe ID: no commands are read while it is used");
        }
    }

    /** Whether it takes the terminal, so that the log has to go to a file. */
    public boolean interactive() {
        return interactive;
    }

    /**
     * Runs until it ends.
     *
     * @param startNanos when the program started, on {@link System#nanoTime}; the duration counts from there
     * @throws RunException what made it fail, for exit code 1
     * @throws InterruptedException the process is told to stop; everything is closed
     */
    public void run(long startNanos) throws RunException, InterruptedException {
        Duration duration = options.duration();
        Long deadline = duration == null ? null : startNanos + duration.toNanos();
        Duration closeLimit = HURRIED_LIMIT;
        FinalStats finalStats = new FinalStats(options.stats(), streams.out());
        try (FramecastClient client = FramecastClient.connect(options.client())) {
            ShellConsole console = openConsole();
            Notices notices = notices(console);
            Subscriptions subscriptions =
                    new Subscriptions(options, output, client, console.picture(), notices, ending);
            Ending.Reason reason = new Ending.Reason.Interrupted();
            try (ReadyFile ready = new ReadyFile(options.readyFile())) {
                begin(client, subscriptions, console, notices);
                ready.create();
                reason = ending.await(deadline);
                closeLimit = reason instanceof Ending.Reason.Interrupted ? HURRIED_LIMIT : CLOSE_LIMIT;
            } finally {
                subscriptions.close(closeLimit);
                console.close();
                finalStats.print(subscriptions.watches().allFigures());
            }
            conclude(reason, subscriptions);
        }
    }

    private void begin(FramecastClient client, Subscriptions subscriptions, ShellConsole console, Notices notices)
            throws RunException {
        views = subscriptions.views();
        known.alsoThese(subscriptions.watches()::ids);
        client.onEvent(event -> onEvent(event, notices));
        for (String id : options.ids()) {
            var _ = subscriptions.begin(id);
        }
        Looks looks = new Looks(subscriptions.watches(), ending);
        Thread.ofVirtual().name("looks").start(looks);
        if (interactive) {
            greeting.forEach(console::say);
            var _ = client.list("").thenAccept(known::onListed);
        }
        if (!OutputUri.usesStandardOutput(output)) {
            ShellAnswers answers = new ShellAnswers(
                    client, subscriptions, subscriptions.watches(), subscriptions.views(), known, console::say, ending);
            Thread.ofPlatform().daemon().name("shell").start(() -> readCommands(console, answers));
        }
    }

    private ShellConsole openConsole() throws RunException {
        if (!interactive) {
            return new PlainConsole(streams.in(), streams.out());
        }
        try {
            Path log = options.state().resolve("subscriber.log");
            String where = beginLog(log);
            ShellConsole console =
                    ScreenConsole.open(options.state().resolve("history"), known, GREETING, this::onInterrupt);
            console.say(where);
            return console;
        } catch (IOException e) {
            throw new RunException("the terminal cannot be used (" + e.getMessage() + "); try it with </dev/null", e);
        }
    }

    /** What happens is told in the shell while there is one, and stays in the log of a terminal. */
    private Notices notices(ShellConsole console) {
        if (interactive) {
            return line -> {
                console.say(line);
                LOG.info(line);
            };
        }
        return options.headless() ? LOG::info : console::say;
    }

    private String beginLog(Path log) {
        try {
            logFile.begin(log);
            return "The log is in " + log;
        } catch (IOException e) {
            return "The log goes to standard error: " + log + " cannot be written (choose another --state folder)";
        }
    }

    private void readCommands(ShellConsole console, ShellAnswers answers) {
        try {
            for (String line = console.readLine(); line != null; line = console.readLine()) {
                answers.on(ShellLine.parse(line));
                if (ending.decided()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            return;
        }
        inputEnded = true;
        if (!options.headless()) {
            ending.quit();
        } else if (interactive) {
            console.say("end of input: what is subscribed goes on, Ctrl-C ends");
        }
    }

    /** Ctrl-C: hides the picture; ends the program only when nothing is read any more. */
    private void onInterrupt() {
        Views now = views;
        if (inputEnded) {
            ending.interrupt();
        } else if (now != null) {
            var _ = now.hide();
        }
    }

    private void onEvent(ClientEvent event, Notices notices) {
        switch (event) {
            case ClientEvent.Refused refused -> ending.fail(new RunException(refused.line()));
            case ClientEvent.BrokerKey key when !key.changed() -> LOG.info(key.line());
            // What went well at once is not worth a line above the prompt.
            case ClientEvent.Connected connected when !connected.again() && !waited -> LOG.info(connected.line());
            default -> {
                waited = true;
                notices.say(event.line());
            }
        }
    }

    private void conclude(Ending.Reason reason, Subscriptions subscriptions) throws RunException, InterruptedException {
        switch (reason) {
            case Ending.Reason.Failed(RunException why) -> throw why;
            case Ending.Reason.Interrupted() -> throw new InterruptedException();
            case Ending.Reason.TimeOver() -> {
                List<Watches.Figures> all = subscriptions.watches().allFigures();
                if (!all.isEmpty()
                        && all.stream().allMatch(figures -> figures.stats().frames() == 0)) {
                    throw new RunException("the duration is over and no frame came from "
                            + String.join(
                                    ", ",
                                    all.stream()
                                            .map(figures -> figures.watch().id())
                                            .toList())
                            + ": is the producer running, and the broker the right one?");
                }
            }
            case Ending.Reason.Quit() -> {}
        }
        RunException failure = subscriptions.firstFailure();
        if (failure != null && options.headless()) {
            throw failure;
        }
    }
}
