package io.framecast.protocol.session;

import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.ControlScratch;
import io.framecast.protocol.crypto.NoiseResponder;
import io.framecast.protocol.crypto.RawSeal;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.crypto.X25519;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.Handshake;
import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The other side of a client, as a test wants it: real codecs and keys, answers that can be replaced, everything remembered. */
final class ScriptedBroker {

    /** A sealed packet that arrived; {@code number} is its packet number. */
    record Received(long atNanos, int number, ControlPacket packet) {}

    /** A media datagram that arrived with a valid trailer, which is cut off. */
    record Media(long atNanos, byte[] datagram) {
        int sequence() {
            return MediaHeader.sequence(Unpooled.wrappedBuffer(datagram), 0);
        }

        int lane() {
            return MediaHeader.lane(Unpooled.wrappedBuffer(datagram), 0);
        }

        int frame() {
            return MediaHeader.frame(Unpooled.wrappedBuffer(datagram), 0);
        }
    }

    private static final byte[] COOKIE = new byte[20];

    final List<Long> firstHellos = new ArrayList<>();
    final List<Long> secondHellos = new ArrayList<>();
    final List<HelloBody> bodies = new ArrayList<>();
    final List<Received> received = new ArrayList<>();
    final List<Media> media = new ArrayList<>();
    final List<LanePosition> contiguous = new ArrayList<>();
    final List<String> unknown = new ArrayList<>();

    /** Null: no answer. */
    Function<Request, @Nullable Answer> answers = this::usual;

    boolean silent;
    boolean answersHellos = true;
    boolean answersSecondHellos = true;
    boolean answersReports = true;
    boolean answersPings = true;
    long firstPacketNumber;
    int badTrailers;

    @Nullable
    Secret secret;

    byte[] lastRandom = {};

    private final Random random;
    private final Consumer<ByteBuf> toClient;
    private final Map<Integer, byte[]> welcomes = new HashMap<>();
    private byte[] staticKey;
    private long sessionId;
    private @Nullable ControlChannel channel;
    private byte[] sendKey = {};
    private @Nullable TrailerVerifier trailers;
    private long nextAlias = 1000;
    private long nextNotice = 1;

    ScriptedBroker(long seed, Consumer<ByteBuf> toClient) {
        random = new Random(seed);
        this.toClient = toClient;
        staticKey = bytes(32);
    }

    byte[] publicKey() {
        return X25519.publicKey(staticKey);
    }

    long sessionId() {
        return sessionId;
    }

    /** As after a restart: no session is known, no alias means anything. */
    void forget() {
        channel = null;
        trailers = null;
        sessionId = 0;
        welcomes.clear();
    }

    void changeKey() {
        staticKey = bytes(32);
    }

    void onDatagram(ByteBuf datagram, long nowNanos) {
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        if (silent) {
            return;
        }
        if (MediaHeader.isMedia(datagram, at, length)) {
            if (trailers != null && trailers.verify(datagram, at, length)) {
                media.add(new Media(nowNanos, ByteBufUtil.getBytes(datagram, at, length - MediaHeader.TRAILER_BYTES)));
            } else {
                badTrailers++;
            }
            return;
        }
        Decoded handshake = HandshakeCodec.decode(datagram);
        if (handshake instanceof Hello hello) {
            onHello(hello, nowNanos);
        } else if (channel != null && ControlHeader.sessionId(datagram, at) == sessionId) {
            if (channel.open(datagram) instanceof ControlPacket packet) {
                received.add(new Received(nowNanos, ControlHeader.packetNumber(datagram, at), packet));
                onPacket(packet, nowNanos);
            }
        } else if (length >= ControlHeader.BYTES) {
            send(new Handshake.NoSession(ControlHeader.sessionId(datagram, at)));
        }
    }

    private void onHello(Hello hello, long nowNanos) {
        lastRandom = hello.random();
        if (hello.cookie().length == 0) {
            firstHellos.add(nowNanos);
            if (answersHellos) {
                byte[] pin = secret == null ? new byte[0] : secret.pin(publicKey());
                send(new Retry(hello.random(), publicKey(), pin, COOKIE));
            }
            return;
        }
        secondHellos.add(nowNanos);
        if (!answersSecondHellos) {
            return;
        }
        byte[] again = welcomes.get(Arrays.hashCode(hello.noiseMessage()));
        if (again != null) {
            toClient.accept(Unpooled.wrappedBuffer(again));
            return;
        }
        NoiseResponder noise = new NoiseResponder(hello.prologue(), staticKey, publicKey(), bytes(32));
        byte[] payload = noise.readMessage(hello.noiseMessage());
        HelloBody body = payload == null ? null : HandshakeBodyCodec.decodeHello(payload);
        if (body == null) {
            return;
        }
        bodies.add(body);
        Answer answer = answers.apply(body.request());
        if (answer == null) {
            return;
        }
        boolean welcome =
                !(answer instanceof Refused refused) || refused.detail().startsWith("later");
        long id = welcome ? random.nextLong() | 1 : 0;
        byte[] message = noise.writeMessage(HandshakeBodyCodec.encode(
                new WelcomeBody(id, welcome ? bytes(16) : new byte[0], nowNanos / 1000, answer)));
        if (welcome) {
            SessionKeys keys = noise.keys();
            sessionId = id;
            sendKey = keys.brokerToClient();
            channel = ControlChannel.broker(id, keys, firstPacketNumber, new ControlScratch());
            trailers = new TrailerVerifier(keys.clientToBroker());
            nextNotice = 1;
        }
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(new Welcome(id, hello.random(), message), out);
        welcomes.put(Arrays.hashCode(hello.noiseMessage()), ByteBufUtil.getBytes(out));
        toClient.accept(out);
    }

    private void onPacket(ControlPacket packet, long nowNanos) {
        if (packet instanceof Request request) {
            Answer answer = answers.apply(request);
            if (answer != null) {
                send((ControlPacket) answer);
            }
        } else if (packet instanceof Report report && answersReports) {
            send(new ReportAck(
                    report.sentNanos(),
                    0,
                    nowNanos / 1000,
                    bytes(16),
                    List.copyOf(unknown),
                    List.copyOf(contiguous),
                    List.of(),
                    List.of()));
        } else if (packet instanceof Ping ping && answersPings) {
            send(new Pong(ping.token()));
        }
    }

    /** Nothing is live, everything may be published, nothing is listed. */
    Answer usual(Request request) {
        return switch (request) {
            case Subscribe subscribe -> new SubscribeOk(subscribe.requestId(), subscribe.producerId(), null);
            case Unsubscribe unsubscribe -> new End(unsubscribe.requestId(), 0, EndReason.UNSUBSCRIBED);
            case ListStreams list -> new ListOk(list.requestId(), List.of(), false);
            case Announce announce -> new AnnounceOk(announce.requestId(), nextAlias++);
            case Update update -> new UpdateOk(update.requestId());
            case End end -> new End(end.requestId(), end.alias(), EndReason.ENDED);
        };
    }

    void send(ControlPacket packet) {
        if (channel != null) {
            ByteBuf out = Unpooled.buffer();
            channel.seal(packet, out);
            toClient.accept(out);
        }
    }

    /** Sends any bytes as the TLVs of a packet, sealed as they should be. */
    void sendRaw(int type, byte[] clear) {
        if (channel != null) {
            ByteBuf instead = Unpooled.buffer();
            channel.seal(new Ping(0), instead);
            toClient.accept(Unpooled.wrappedBuffer(RawSeal.seal(ByteBufUtil.getBytes(instead), sendKey, type, clear)));
        }
    }

    /** Sends the next notice; returns its number. */
    long notice(ControlPacket.NoticeBody body) {
        send(new ControlPacket.Notice(nextNotice, body));
        return nextNotice++;
    }

    void send(Handshake packet) {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(packet, out);
        toClient.accept(out);
    }

    void sendMedia(byte[] datagram) {
        toClient.accept(Unpooled.copiedBuffer(datagram));
    }

    <T extends ControlPacket> List<T> packets(Class<T> type) {
        return received.stream()
                .map(Received::packet)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends ControlPacket> List<Received> received(Class<T> type) {
        return received.stream().filter(one -> type.isInstance(one.packet())).toList();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
