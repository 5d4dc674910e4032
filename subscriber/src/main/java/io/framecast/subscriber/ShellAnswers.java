package io.framecast.subscriber;

import io.framecast.client.FramecastClient;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.subscriber.shell.ShellLine;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does what was typed and answers. Used by the shell's thread. */
final class ShellAnswers {

    private static final long LIST_SECONDS = 3;

    private static final List<String> HELP = List.of(
            "subscribe <id>    see a stream; one that is not live yet is waited for",
            "unsubscribe <id>  end it",
            "list [<start>]    who is live",
            "stats             how the subscribed streams are doing",
            "view <id>         draw this one of the subscribed streams        hide  draw none",
            "quit              end");

    private final FramecastClient client;
    private final Subscriptions subscriptions;
    private final Watches watches;
    private final Views views;
    private final Known known;
    private final Notices answer;
    private final Ending ending;

    ShellAnswers(
            FramecastClient client,
            Subscriptions subscriptions,
            Watches watches,
            Views views,
            Known known,
            Notices answer,
            Ending ending) {
        this.client = client;
        this.subscriptions = subscriptions;
        this.watches = watches;
        this.views = views;
        this.known = known;
        this.answer = answer;
        this.ending = ending;
    }

    void on(ShellLine line) throws InterruptedException {
        switch (line) {
            case ShellLine.Nothing() -> {}
            case ShellLine.Unclear(String text) -> answer.say(text);
            case ShellLine.Help() -> HELP.forEach(answer::say);
            case ShellLine.Quit() -> ending.quit();
            case ShellLine.Subscribe(List<String> ids) -> ids.forEach(this::subscribe);
            case ShellLine.Unsubscribe(List<String> ids) -> ids.forEach(this::unsubscribe);
            case ShellLine.ListLive(String prefix) -> list(prefix);
            case ShellLine.Stats() -> stats();
            case ShellLine.View(String id) -> view(id);
            case ShellLine.Hide() -> {
                if (!views.hide()) {
                    answer.say("nothing is drawn");
                }
            }
        }
    }

    private void subscribe(String id) {
        try {
            if (!subscriptions.begin(id)) {
                answer.say("already subscribed to " + id);
            }
        } catch (RunException | UsageException e) {
            answer.say(String.valueOf(e.getMessage()));
        }
    }

    private void unsubscribe(String id) {
        answer.say(subscriptions.end(id) ? "unsubscribed from " + id : "not subscribed to " + id + subscribedNow());
    }

    private void view(String id) {
        Watch watch = watches.find(id);
        if (watch == null) {
            answer.say("not subscribed to " + id + subscribedNow());
            return;
        }
        try {
            if (!views.view(watch)) {
                answer.say("there is no terminal to draw in");
            }
        } catch (RunException e) {
            answer.say(String.valueOf(e.getMessage()));
        }
    }

    private String subscribedNow() {
        List<String> ids = watches.ids();
        return ids.isEmpty() ? " (nor to anything else)" : " (but to " + String.join(", ", ids) + ")";
    }

    private void list(String prefix) throws InterruptedException {
        try {
            List<StreamEntry> live = client.list(prefix).get(LIST_SECONDS, TimeUnit.SECONDS);
            known.onListed(live);
            if (live.isEmpty()) {
                answer.say(prefix.isEmpty() ? "nobody is live" : "nobody is live whose id starts with " + prefix);
            } else {
                StreamTexts.table(live).forEach(answer::say);
            }
        } catch (TimeoutException e) {
            answer.say("the broker does not answer; it is being tried again");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            answer.say("no list: " + (cause == null ? e.getMessage() : cause.getMessage()));
        }
    }

    private void stats() {
        List<Watches.Figures> all = watches.figures();
        if (all.isEmpty()) {
            answer.say("not subscribed to anything");
            return;
        }
        TextTable table =
                new TextTable("ID", "FRAMES", "FPS", "BITRATE", "LOST", "REPAIRED", "DROPPED", "P50/P99", "FIRST");
        for (Watches.Figures figures : all) {
            StreamStats stats = figures.stats();
            table.row(
                    figures.watch().id(),
                    String.valueOf(stats.frames()),
                    StreamTexts.fps(figures.watch().rates().framesPerSecond()),
                    StreamTexts.bitrate(figures.watch().rates().bitsPerSecond()),
                    String.valueOf(stats.lost()),
                    String.valueOf(stats.repairedNack()),
                    StreamTexts.dropped(stats, figures.tooSlow()),
                    StreamTexts.latency(figures.reading()),
                    StreamTexts.millis(figures.reading().firstFrameMillis()));
        }
        table.lines().forEach(answer::say);
        for (Watches.Figures figures : all) {
            LedgerText.lines(figures.watch().id(), figures.reading()).forEach(answer::say);
        }
    }
}
