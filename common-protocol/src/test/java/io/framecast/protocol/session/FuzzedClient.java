package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.fec.RepairSample;
import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.Handshake;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A client whose broker, and everybody between them, does what a fuzzer's bytes say: packets get lost, come twice, late and changed; the
 * broker itself says what it likes under its own seal, and so does the producer of the stream that is watched.
 */
final class FuzzedClient {

    static final String WATCHED = "cam";
    static final String PUBLISHED = "pub";

    private static final long MILLI = 1_000_000L;
    private static final int KEPT = 64;

    /** More at a time than any answer, any repair or any second of a stream. */
    private static final int MOST_QUEUED = 20_000;

    private static final int MOST_FRAME_BYTES = 9_000;

    final ClientSession client;
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    final TestStream stream = new TestStream(7, 100);

    @Nullable
    Publisher publisher;

    private final ScriptedBroker broker;
    private final Deque<byte[]> toBroker = new ArrayDeque<>();
    private final Deque<byte[]> toClient = new ArrayDeque<>();
    private final List<byte[]> earlier = new ArrayList<>();
    private boolean refused;
    private long lastFrame = Long.MIN_VALUE;
    private long now = 5_000 * MILLI;

    FuzzedClient() {
        Random random = new Random(1);
        ClientConfig config = new ClientConfig(null, "", null, false, random::nextBytes, 0, false);
        client = new ClientSession(config, allocator, this::onMedia);
        broker = new ScriptedBroker(2, datagram -> toClient.add(ByteBufUtil.getBytes(datagram)));
        broker.answers = this::answer;
    }

    private @Nullable Answer answer(Request request) {
        return request instanceof Subscribe subscribe
                ? new SubscribeOk(
                        subscribe.requestId(),
                        subscribe.producerId(),
                        subscribe.producerId().equals(WATCHED) ? stream.info() : null)
                : broker.usual(request);
    }

    private void onMedia(ByteBuf memory, int offset, int length, int segmentBytes) {
        for (int at = offset; at < offset + length; at += segmentBytes) {
            toBroker.add(ByteBufUtil.getBytes(memory, at, Math.min(segmentBytes, offset + length - at)));
        }
    }

    private void out(ClientAction action) {
        switch (action) {
            case ClientAction.Send send -> {
                toBroker.add(ByteBufUtil.getBytes(send.datagram()));
                send.datagram().release();
            }
            case ClientAction.Refused over -> refused |= over.producerId() == null;
            case ClientAction.Up _, ClientAction.SubscribedLive _ -> lastFrame = Long.MIN_VALUE;
            case ClientAction.Deliver deliver
            when deliver.frame().track() == TestStream.TRACK -> {
                assertTrue(deliver.frame().number() > lastFrame, "frames in order, each once");
                lastFrame = deliver.frame().number();
            }
            default -> {
                // What a shell would do about it makes no difference here.
            }
        }
    }

    void subscribe() {
        client.subscribe(WATCHED, 200, 0, now, this::out);
    }

    void publish() {
        publisher = client.publish(
                new Publication(PUBLISHED, new byte[32], Rig.METADATA, List.of(1), 1200), now, this::out);
    }

    /** Everything arrives, for so long. */
    void honestFor(long millis) {
        for (long end = now + millis * MILLI; now < end; ) {
            exchange();
            pass(50 * MILLI);
        }
        exchange();
    }

    private void exchange() {
        for (int round = 0; round < 200 && !(toClient.isEmpty() && toBroker.isEmpty()); round++) {
            while (!toBroker.isEmpty()) {
                broker.onDatagram(Unpooled.wrappedBuffer(toBroker.remove()), now);
            }
            for (int i = toClient.size(); i > 0; i--) {
                arrive(toClient.remove());
            }
        }
    }

    private void arrive(byte[] datagram) {
        if (earlier.size() == KEPT) {
            earlier.removeFirst();
        }
        earlier.add(datagram);
        ByteBuf buffer = Unpooled.wrappedBuffer(datagram.clone());
        client.onDatagram(buffer, now, this::out);
        buffer.setZero(0, buffer.capacity());
        assertTrue(toBroker.size() <= MOST_QUEUED, toBroker.size() + " datagrams for one");
    }

    private void pass(long nanos) {
        long until = now + nanos;
        for (int i = 0; i < 2_000 && client.deadlineNanos() - until <= 0; i++) {
            now = Math.max(now, client.deadlineNanos());
            client.onTimeout(now, this::out);
        }
        now = until;
        client.onTimeout(now, this::out);
        assertTrue(client.deadlineNanos() - now > 0, "a deadline that does not go away");
    }

    void step(FuzzInput input) {
        switch (input.below(15)) {
            case 0 -> pass(input.u8() * MILLI);
            case 1 -> pass(250L * input.below(64) * MILLI);
            case 2 -> exchange();
            case 3 -> onNext(input, true);
            case 4 -> onNext(input, false);
            case 5 -> arrive(earlier.isEmpty() ? new byte[0] : earlier.get(input.u8() % earlier.size()));
            case 6 -> toClient.poll();
            case 7 -> toBroker.poll();
            case 8 -> said(input);
            case 9 -> broker.sendRaw(input.u8(), input.some());
            case 10 -> media(input);
            case 11 -> unsealed(input);
            case 12 -> wish(input);
            case 13 -> frame(input);
            default -> broker.forget();
        }
    }

    /** What only the broker can say, under its own seal. */
    private void said(FuzzInput input) {
        ControlPacket packet = Said.any(input, stream, now);
        int type = input.below(8) == 1 ? input.u8() : ControlCodec.typeOf(packet);
        broker.sendRaw(type, input.changed(Said.bytes(packet)));
    }

    private void onNext(FuzzInput input, boolean change) {
        byte[] next = toClient.poll();
        if (next != null) {
            arrive(change ? input.changed(next) : next);
        }
    }

    /** What its own producer sends, true, or changed before or after it was sealed. */
    private void media(FuzzInput input) {
        RepairSample frame = stream.protectedFrame(input.flag(), 1 + input.u16() % MOST_FRAME_BYTES, input.below(8));
        int left = input.u8();
        for (int i = 0; i < frame.data().size(); i++) {
            byte[] datagram = frame.data().get(i);
            switch (i == left ? 1 + input.below(3) : 0) {
                case 0 -> arrive(datagram);
                case 1 -> arrive(input.changed(datagram));
                case 2 -> arrive(sealedAgain(input.changed(datagram)));
                default -> {
                    // Lost.
                }
            }
        }
        for (byte[] repair : frame.repairs()) {
            arrive(input.changed(repair));
        }
        if (input.flag()) {
            arrive(input.changed(stream.padding()));
        }
    }

    private byte[] sealedAgain(byte[] datagram) {
        int headerBytes = datagram.length < MediaHeader.BYTES ? 0 : (datagram[3] & 0xff) << 2;
        int payload = datagram.length - headerBytes - MediaHeader.TAG_BYTES;
        if (headerBytes >= MediaHeader.BYTES && payload >= 0) {
            new MediaSealer(stream.info().baseKey()).seal(Unpooled.wrappedBuffer(datagram), 0, headerBytes, payload, 0);
        }
        return datagram;
    }

    /** What anybody can say who knows the client's random bytes, as everybody on the path does. */
    private void unsealed(FuzzInput input) {
        switch (input.below(4)) {
            case 0 ->
                broker.send(new Handshake.Retry(broker.lastRandom, broker.publicKey(), new byte[0], new byte[20]));
            case 1 -> broker.send(new Handshake.NoSession(input.flag() ? broker.sessionId() : input.i64()));
            case 2 -> broker.send(new Handshake.Versions(broker.lastRandom, List.of(1 + input.u8())));
            default ->
                broker.send(new Handshake.Welcome(broker.sessionId(), broker.lastRandom, new byte[48 + input.u8()]));
        }
        onNext(input, true);
    }

    private void wish(FuzzInput input) {
        switch (input.below(5)) {
            case 0 -> client.subscribe(WATCHED, 20 * input.u8(), 0, now, this::out);
            case 1 -> client.unsubscribe(WATCHED, now, this::out);
            case 2 -> client.list("", now, this::out);
            case 3 -> client.update("token", now, this::out);
            default -> client.subscribe("other", 100, 0, now, this::out);
        }
    }

    private void frame(FuzzInput input) {
        Publisher to = publisher;
        if (to != null) {
            byte[] payload = new byte[1 + input.u16() % MOST_FRAME_BYTES];
            to.onFrame(1, input.flag(), input.flag(), now / 1000, payload, now, this::out);
        }
    }

    /** After all that, a broker that does what it should is found again; and nothing is kept at the end. */
    void assertStillWorks() {
        broker.forget();
        toClient.clear();
        // Whoever was put out by the operator stays out, and says so at once.
        refused = false;
        client.list("", now, this::out);
        honestFor(25_000);
        assertTrue(client.up() || refused, "no session");
        client.close(now, this::out);
        assertEquals(Long.MAX_VALUE, client.deadlineNanos());
        assertEquals(0, allocator.metric().usedDirectMemory(), "direct memory");
        assertEquals(0, allocator.metric().usedHeapMemory(), "heap buffers");
    }
}
