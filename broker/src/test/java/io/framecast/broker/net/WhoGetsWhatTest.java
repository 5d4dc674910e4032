package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three producers, three subscribers who change their minds, real sockets: what comes by at each subscriber's socket. */
class WhoGetsWhatTest {

    private static final List<String> IDS = List.of("1AAA99", "2BBB88", "3CCC77");
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    Path state;

    /** One subscriber's interest in one producer. */
    private static final class Wish {
        final UdpRelay socket;
        final FramecastClient client;
        final String id;
        /** From when to when nothing of it may come. */
        final List<long[]> forbidden = new ArrayList<>();

        long offSince;

        @Nullable
        Viewer viewer;

        Wish(UdpRelay socket, FramecastClient client, String id) {
            this.socket = socket;
            this.client = client;
            this.id = id;
            offSince = System.nanoTime();
        }

        void toggle() throws Exception {
            Viewer subscribed = viewer;
            if (subscribed == null) {
                forbidden.add(new long[] {offSince, System.nanoTime()});
                viewer = new Viewer(client, id);
            } else {
                viewer = null;
                subscribed.subscription.close().get(5, TimeUnit.SECONDS);
                offSince = System.nanoTime() + GRACE_NANOS;
            }
        }

        long unwanted(long alias) {
            return socket.after(0).stream()
                    .filter(media -> media.alias() == (int) alias)
                    .filter(media -> forbidden.stream()
                            .anyMatch(time -> media.nanos() - time[0] > 0 && media.nanos() - time[1] < 0))
                    .count();
        }
    }

    @Test
    void nobodyEverGetsADatagramOfAStreamThatItIsNotSubscribedTo() throws Exception {
        long seed = new SecureRandom().nextInt(1 << 30);
        Random random = new Random(seed);
        List<Wish> wishes = new ArrayList<>();
        try (Rig rig = new Rig(state);
                UdpRelay one = new UdpRelay(rig.address());
                UdpRelay two = new UdpRelay(rig.address());
                UdpRelay three = new UdpRelay(rig.address());
                var first = new Source(rig.client(), IDS.get(0)).run();
                var second = new Source(rig.client(), IDS.get(1)).run();
                var third = new Source(rig.client(), IDS.get(2)).run()) {
            for (UdpRelay socket : List.of(one, two, three)) {
                FramecastClient client = rig.client(ClientOptions.to(socket.address()));
                IDS.forEach(id -> wishes.add(new Wish(socket, client, id)));
            }
            for (int step = 0; step < 40; step++) {
                wishes.get(random.nextInt(wishes.size())).toggle();
                int sent = first.sent();
                Await.until("three frames' time goes by", () -> first.sent() >= sent + 3);
            }
            Map<String, Long> aliases = new HashMap<>();
            for (Wish wish : wishes) {
                if (wish.viewer == null) {
                    wish.toggle();
                }
                Viewer viewer = Objects.requireNonNull(wish.viewer);
                Await.until(wish.id + " flows, seed " + seed, () -> viewer.count() > 5);
                aliases.put(wish.id, viewer.alias);
            }
            assertEquals(3, aliases.values().stream().distinct().count(), "seed " + seed);
            assertTrue(second.sent() > 0 && third.sent() > 0);
            for (Wish wish : wishes) {
                assertEquals(
                        0, wish.unwanted(Objects.requireNonNull(aliases.get(wish.id))), wish.id + ", seed " + seed);
            }
        }
    }
}
