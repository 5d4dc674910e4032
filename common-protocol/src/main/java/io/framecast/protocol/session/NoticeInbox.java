package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A session's notices, each handed out once and in the order of their numbers, however they arrive. */
final class NoticeInbox {

    /** A notice further ahead is dropped; the broker repeats it. */
    static final int WINDOW = 256;

    private final Map<Long, NoticeBody> early = new HashMap<>();
    private long seen;

    void onNotice(Notice notice, Consumer<? super NoticeBody> next) {
        long ahead = notice.number() - seen;
        if (ahead <= 0 || ahead > WINDOW) {
            return;
        }
        early.put(notice.number(), notice.body());
        NoticeBody body;
        while ((body = early.remove(seen + 1)) != null) {
            seen++;
            next.accept(body);
        }
    }

    /** The number up to which none is missing. */
    long seen() {
        return seen;
    }
}
