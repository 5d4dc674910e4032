package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a broker can make a client remember. */
class InboxesTest {

    @Test
    void aNoticeIsHeldAsFarAheadAsTheWindowReachesAndNotOneFurther() {
        NoticeInbox inbox = new NoticeInbox();
        List<NoticeBody> told = new ArrayList<>();
        inbox.onNotice(new Notice(NoticeInbox.WINDOW + 1, new NoticeBody.GoAway(0)), told::add);
        for (int number = NoticeInbox.WINDOW; number >= 1; number--) {
            inbox.onNotice(new Notice(number, new NoticeBody.GoAway(0)), told::add);
        }
        assertEquals(NoticeInbox.WINDOW, told.size());
        assertEquals(NoticeInbox.WINDOW, inbox.seen());
    }

    @Test
    void aDropIsHeldAsFarAheadAsTheWindowReachesAndNotOneFurther() {
        DropInbox inbox = new DropInbox();
        inbox.onDrop(DropInbox.WINDOW + 1);
        for (int number = DropInbox.WINDOW; number >= 1; number--) {
            inbox.onDrop(number);
        }
        assertEquals(DropInbox.WINDOW, inbox.seen());
    }

    @Test
    void locksOfTheNewestSaltsAreRememberedAndTheOldestIsMadeAgain() {
        Locks locks = new Locks(EndToEndMode.PASSPHRASE);
        List<ClientAction> wanted = new ArrayList<>();
        for (int salt = 0; salt < Locks.MOST; salt++) {
            ask(locks, salt, wanted);
        }
        ask(locks, 0, wanted);
        assertEquals(Locks.MOST, wanted.size(), "each once");
        ask(locks, Locks.MOST, wanted);
        ask(locks, 0, wanted);
        assertEquals(Locks.MOST + 2, wanted.size());
    }

    private static void ask(Locks locks, int salt, List<ClientAction> wanted) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) salt;
        Metadata metadata = new Metadata("", List.of(), "", 0, 0, 0, 0, new EndToEnd(bytes, new byte[16]));
        StreamInfo info = new StreamInfo(1, new byte[32], 0, 1200, metadata, List.of());
        assertInstanceOf(Locks.Answer.Wait.class, locks.ask("a", info, wanted::add));
    }
}
