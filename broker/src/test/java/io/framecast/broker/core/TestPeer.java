package io.framecast.broker.core;

import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.NoiseInitiator;
import io.framecast.protocol.crypto.RawSeal;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.fec.RepairEncoder;
import io.framecast.protocol.fec.SealedFrame;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
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
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other end of a broker's conversation, packet by packet: no retries, no timers, nothing by itself. */
final class TestPeer {

    static final int FRAGMENT_BYTES = 600;
    static final Metadata METADATA = new Metadata("A title", List.of(), "avc1.42c01f", 640, 360, 30_000, 1_000_000);

    final TestBroker broker;
    InetSocketAddress address;
    final byte[] ephemeral = new byte[32];
    byte[] lastHello = {};
    private final byte[] random = new byte[16];
    private @Nullable ControlChannel channel;
    private @Nullable TrailerSigner trailer;
    private byte[] sendKey = {};
    private byte[] nonce = {};
    private long noticesSeen;
    private int read;
    private long requests = 100;
    long sessionId;

    TestPeer(TestBroker broker, InetSocketAddress address) {
        this.broker = broker;
        this.address = address;
        broker.random.nextBytes(ephemeral);
        broker.random.nextBytes(random);
        read = broker.sent.size();
    }

    /** The whole handshake; the answer to the request. */
    Answer open(Request request) {
        return open(request, "", new byte[0]);
    }

    Answer open(Request request, String token, byte[] proof) {
        WelcomeBody body = welcome(secondHello(hello(), request, token, proof));
        return body.answer();
    }

    /** An empty list does for a session that is to do something else. */
    TestPeer open() {
        open(new ListStreams(1, "", ""));
        return this;
    }

    void sendHello() {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(1), random, new byte[0], 0);
        broker.receive(address, ByteBufUtil.getBytes(hello));
    }

    /** The first HELLO and its RETRY. */
    Retry hello() {
        sendHello();
        return (Retry) HandshakeCodec.decode(Unpooled.wrappedBuffer(lastSent()));
    }

    NoiseInitiator secondHello(Retry retry, Request request, String token, byte[] proof) {
        return secondHello(retry, HandshakeBodyCodec.encode(new HelloBody(proof, token, 0, request)));
    }

    NoiseInitiator secondHello(Retry retry, byte[] body) {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(1), random, retry.cookie(), HandshakeCodec.NOISE_BYTES + body.length);
        NoiseInitiator noise = new NoiseInitiator(ByteBufUtil.getBytes(hello), retry.staticKey(), ephemeral);
        hello.writeBytes(noise.writeMessage(body));
        lastHello = ByteBufUtil.getBytes(hello);
        broker.receive(address, lastHello);
        return noise;
    }

    WelcomeBody welcome(NoiseInitiator noise) {
        Welcome welcome = awaitWelcome();
        byte[] payload = noise.readMessage(welcome.noiseMessage());
        WelcomeBody body = payload == null ? null : HandshakeBodyCodec.decodeWelcome(payload);
        if (body == null) {
            throw new AssertionError("the WELCOME does not open");
        }
        sessionId = body.sessionId();
        if (sessionId != 0) {
            SessionKeys keys = noise.keys();
            sendKey = keys.clientToBroker();
            channel = ControlChannel.client(sessionId, keys, 0);
            trailer = new TrailerSigner(keys.clientToBroker());
            nonce = body.leaseNonce();
            broker.onWelcome(body, keys);
        }
        read = broker.sent.size();
        return body;
    }

    /** Public-key work may have to wait for its turn. */
    private Welcome awaitWelcome() {
        for (int millis = 0; millis < 100; millis++) {
            for (TestBroker.Sent datagram :
                    broker.sent.subList(read, broker.sent.size()).reversed()) {
                if (datagram.to().equals(address)
                        && HandshakeCodec.decode(Unpooled.wrappedBuffer(datagram.bytes())) instanceof Welcome welcome) {
                    return welcome;
                }
            }
            broker.advance(1_000_000);
        }
        throw new AssertionError("no WELCOME for " + address);
    }

    private byte[] lastSent() {
        if (broker.sent.isEmpty() || !broker.sent.getLast().to().equals(address)) {
            throw new AssertionError("nothing was sent to " + address);
        }
        return broker.sent.getLast().bytes();
    }

    byte[] seal(ControlPacket packet) {
        ByteBuf datagram = Unpooled.buffer();
        channel().seal(packet, datagram);
        byte[] bytes = ByteBufUtil.getBytes(datagram);
        broker.onSealed(sessionId, packet, bytes);
        return bytes;
    }

    /** Any bytes as the TLVs of a packet, sealed as they should be. */
    byte[] sealRaw(int type, byte[] clear) {
        return RawSeal.seal(seal(new Ping(0)), sendKey, type, clear);
    }

    /** Any bytes with a trailer that is true. */
    byte[] signed(byte[] media) {
        if (trailer == null) {
            throw new AssertionError("no session");
        }
        ByteBuf datagram = Unpooled.buffer().writeBytes(media);
        datagram.ensureWritable(MediaHeader.TRAILER_BYTES);
        trailer.sign(datagram, 0, media.length);
        return ByteBufUtil.getBytes(datagram, 0, media.length + MediaHeader.TRAILER_BYTES);
    }

    void send(ControlPacket packet) {
        broker.receive(address, seal(packet));
    }

    /** Everything sealed that came since the last time. */
    List<ControlPacket> receive() {
        List<ControlPacket> packets = new ArrayList<>();
        for (; read < broker.sent.size(); read++) {
            TestBroker.Sent sent = broker.sent.get(read);
            if (sent.to().equals(address)
                    && channel().open(Unpooled.wrappedBuffer(sent.bytes())) instanceof ControlPacket packet) {
                packets.add(packet);
                if (packet instanceof ReportAck ack) {
                    nonce = ack.leaseNonce();
                } else if (packet instanceof Notice notice) {
                    noticesSeen = Math.max(noticesSeen, notice.number());
                }
            }
        }
        return packets;
    }

    <T> List<T> receive(Class<T> kind) {
        return receive().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Sends a request in the session and takes the answer. */
    Answer ask(Request request) {
        receive();
        send((ControlPacket) request);
        return receive(Answer.class).getFirst();
    }

    void report() {
        report(List.of(), List.of());
    }

    void report(List<LanePosition> published, List<String> subscribed) {
        receive();
        send(new Report(broker.now, nonce, noticesSeen, 0, List.of(), List.of(), published, List.of(), subscribed));
    }

    void report(long dropsSeen, List<StreamReport> viewed) {
        receive();
        send(new Report(broker.now, nonce, noticesSeen, dropsSeen, List.of(), viewed, List.of(), List.of(), List.of()));
    }

    /** Reports with the newest nonce every second for so long, and lets the time pass. */
    void reportFor(long nanos) {
        for (long left = nanos; left > 0; left -= TestBroker.SECONDS) {
            report();
            broker.advance(Math.min(left, TestBroker.SECONDS));
        }
        report();
        receive();
    }

    byte[] nonce() {
        return nonce;
    }

    long requestId() {
        return ++requests;
    }

    SubscribeOk subscribe(String producerId) {
        return (SubscribeOk) ask(new Subscribe(requestId(), producerId, 200, 0));
    }

    void nack(long alias, int lane, int first, int count) {
        send(new Nack(alias, lane, List.of(new SequenceRange(first, count))));
    }

    static Announce announcement(long requestId, String producerId, int owner, int... lanes) {
        byte[] ownerBytes = new byte[32];
        Arrays.fill(ownerBytes, (byte) owner);
        List<LaneStart> starts = new ArrayList<>();
        for (int lane : lanes) {
            starts.add(new LaneStart(lane, 1000, 0));
        }
        return new Announce(requestId, producerId, ownerBytes, new byte[32], FRAGMENT_BYTES, METADATA, starts);
    }

    /** Publishes the catalog's lane and track 1. */
    long announce(String producerId) {
        return ((AnnounceOk) ask(announcement(requestId(), producerId, 1, 0, 8))).alias();
    }

    /** One datagram of lane 8, trailer included. */
    byte[] media(long alias, int sequence, int frame, int index, int count, boolean key) {
        return media(alias, 1, sequence, frame, index, count, key, frame * 33_333L);
    }

    byte[] media(
            long alias, int track, int sequence, int frame, int index, int count, boolean key, long captureMicros) {
        int flags = key ? MediaHeader.FLAG_KEY : 0;
        return datagram(alias, track << 3, flags, key ? 0 : 1, sequence, frame, index, count, captureMicros);
    }

    byte[] datagram(
            long alias,
            int lane,
            int flags,
            int gopDistance,
            int sequence,
            int frame,
            int index,
            int count,
            long captureMicros) {
        ByteBuf datagram = Unpooled.buffer();
        MediaHeader.write(
                datagram,
                MediaHeader.TYPE_DATA,
                flags,
                alias,
                lane >>> 3,
                lane & 7,
                1,
                gopDistance,
                sequence,
                frame,
                index,
                count,
                captureMicros);
        int payload = index < count - 1 ? FRAGMENT_BYTES - MediaHeader.BYTES : 100;
        byte[] bytes = new byte[payload];
        broker.random.nextBytes(bytes);
        datagram.writeBytes(bytes);
        int length = datagram.readableBytes();
        datagram.ensureWritable(MediaHeader.TRAILER_BYTES);
        if (trailer == null) {
            throw new AssertionError("no session");
        }
        trailer.sign(datagram, 0, length);
        byte[] signed = ByteBufUtil.getBytes(datagram, 0, length + MediaHeader.TRAILER_BYTES);
        broker.onSigned(signed);
        return signed;
    }

    /** REPAIR of the frame whose datagrams these are, trailers included on both. */
    List<byte[]> repairs(byte[][] frame, int datagrams) {
        ByteBuf memory = Unpooled.buffer();
        for (byte[] datagram : frame) {
            memory.writeBytes(datagram);
        }
        int last = frame[frame.length - 1].length - MediaHeader.TRAILER_BYTES;
        SealedFrame sealed = new SealedFrame(memory, frame[0].length, frame.length, FRAGMENT_BYTES, last);
        ByteBuf slab = new RepairEncoder()
                .encode(UnpooledByteBufAllocator.DEFAULT, sealed, 0, datagrams, MediaHeader.TRAILER_BYTES);
        int stride = sealed.repairBytes() + MediaHeader.TRAILER_BYTES;
        List<byte[]> repairs = new ArrayList<>();
        for (int at = 0; at < datagrams * stride; at += stride) {
            if (trailer == null) {
                throw new AssertionError("no session");
            }
            trailer.sign(slab, at, sealed.repairBytes());
            repairs.add(ByteBufUtil.getBytes(slab, at, stride));
        }
        slab.release();
        return repairs;
    }

    /** A whole frame of lane 8; the read batch ends with it. Returns the next sequence. */
    int frame(long alias, int sequence, int frame, int count, boolean key) {
        for (int i = 0; i < count; i++) {
            broker.receive(address, media(alias, sequence + i, frame, i, count, key));
        }
        broker.batchEnd();
        return sequence + count;
    }

    /** Answers the challenge that was sent to {@code challenged}, from where this peer is now. */
    void respondToChallenge(InetSocketAddress challenged) {
        for (TestBroker.Sent sent : List.copyOf(broker.sent)) {
            if (sent.to().equals(challenged)
                    && channel().open(Unpooled.wrappedBuffer(sent.bytes())) instanceof PathChallenge challenge) {
                send(new PathResponse(challenge.token()));
                return;
            }
        }
        throw new AssertionError("no challenge was sent to " + challenged);
    }

    private ControlChannel channel() {
        if (channel == null) {
            throw new AssertionError("no session");
        }
        return channel;
    }
}
