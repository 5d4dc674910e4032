package io.framecast.launcher.network;

import com.google.gson.JsonObject;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.Forgery;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.Mutation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Somebody on the way between some clients and their broker: {@code Attacker OWN_ADDRESS BROKER PORT}. Takes commands on standard input,
 * and answers each with a line of JSON:
 *
 * <ul>
 *   <li>{@code hear MILLIS}: remembers what the clients of this machine send to the broker
 *   <li>{@code mutate STATE COUNT PER_SECOND SEED}: changed datagrams of one {@link State}, from the addresses of their senders and
 *       from others
 *   <li>{@code flood PER_SECOND MILLIS SEED}: first HELLOs, each from a random address of the internet
 *   <li>{@code replay own|other PER_SECOND}: all that was heard, once more and in order, from where it came or from another address
 * </ul>
 */
final class Attacker {

    /** In which state the broker is towards whoever sends. */
    enum State {
        NO_SESSION,
        HALF_WAY,
        PUBLISHER,
        SUBSCRIBER
    }

    /** @param from an address in the upper 32 of 48 bits, a port in the lower 16 */
    record Heard(long from, byte[] datagram) {}

    /** 198.18.0.0/15, which is there for tests (RFC 2544, RFC 6890). */
    private static final int SPOOFED_NET = 198 << 24 | 18 << 16;

    private static final int SPOOFED_ADDRESSES = 1 << 12;
    private static final int SPOOFED_PORTS = 4;
    private static final int MOST_HEARD = 20_000;
    private static final long COOKIE_AGE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Duration ANSWERS_COME = Duration.ofMillis(300);

    private final int own;
    private final InetSocketAddress broker;
    private final long brokerKey;
    private final List<Heard> heard = new ArrayList<>();
    private final Set<Long> publishers = new HashSet<>();

    private Attacker(InetAddress own, InetSocketAddress broker) {
        this.own = ByteBuffer.wrap(own.getAddress()).getInt();
        this.broker = broker;
        brokerKey = Integer.toUnsignedLong(ByteBuffer.wrap(broker.getAddress().getAddress())
                                .getInt())
                        << 16
                | broker.getPort();
    }

    public static void main(String[] arguments) throws IOException {
        Attacker attacker = new Attacker(
                InetAddress.getByName(arguments[0]),
                new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(attacker.obey(line.split(" ")));
        }
        System.exit(0);
    }

    private JsonObject obey(String[] command) throws IOException {
        int number = command.length > 2 ? Integer.parseInt(command[2]) : 0;
        return switch (command[0]) {
            case "hear" -> hear(Duration.ofMillis(Long.parseLong(command[1])));
            case "mutate" ->
                mutate(
                        State.valueOf(command[1]),
                        number,
                        Integer.parseInt(command[3]),
                        new Random(Long.parseLong(command[4])));
            case "flood" ->
                flood(Integer.parseInt(command[1]), Duration.ofMillis(number), new Random(Long.parseLong(command[3])));
            case "replay" -> replay(command[1].equals("own"), number);
            default -> throw new IllegalArgumentException(command[0]);
        };
    }

    private JsonObject hear(Duration time) throws IOException {
        heard.clear();
        publishers.clear();
        JsonObject said = new JsonObject();
        try (Tap tap = new Tap(true, this::onHeard)) {
            Programs.runFor(time);
            said.addProperty("missed", tap.missed());
        }
        said.addProperty("heard", heard.size());
        said.addProperty("of_publishers", of(State.PUBLISHER).size());
        said.addProperty("of_subscribers", of(State.SUBSCRIBER).size());
        return said;
    }

    private void onHeard(long from, long to, ByteBuffer payload, int bytes) {
        if (to == brokerKey && heard.size() < MOST_HEARD && payload.remaining() >= bytes && bytes > 2) {
            byte[] datagram = new byte[bytes];
            payload.get(datagram);
            heard.add(new Heard(from, datagram));
            if (datagram[1] < 0) {
                publishers.add(from);
            }
        }
    }

    private List<Heard> of(State state) {
        return heard.stream()
                .filter(one -> publishers.contains(one.from()) == (state == State.PUBLISHER))
                .toList();
    }

    private JsonObject mutate(State state, int count, int perSecond, Random random) throws IOException {
        Ledger ledger = new Ledger();
        HalfHandshakes halfWay = new HalfHandshakes(own, random);
        List<Heard> corpus = of(state);
        heard.forEach(one -> ledger.exempt(one.from()));
        long start = System.nanoTime();
        Spoofer spoofer = new Spoofer(broker, perSecond);
        int missed;
        try (Tap tap =
                new Tap(false, (from, to, payload, bytes) -> onReply(ledger, halfWay, from, to, payload, bytes))) {
            long cookiesAt = System.nanoTime();
            while (state == State.HALF_WAY && !halfWay.ready()) {
                halfWay.begin(spoofer, ledger);
                Programs.runFor(Duration.ofMillis(50));
            }
            for (int i = 0; i < count; i++) {
                if (state == State.HALF_WAY && System.nanoTime() - cookiesAt > COOKIE_AGE_NANOS) {
                    cookiesAt = System.nanoTime();
                    halfWay.begin(spoofer, ledger);
                }
                Heard original = switch (state) {
                    case NO_SESSION -> new Heard(spoofed(random), anything(random));
                    case HALF_WAY -> halfWay.one();
                    case PUBLISHER, SUBSCRIBER -> corpus.get(random.nextInt(corpus.size()));
                };
                byte[] mutated = mutated(original.datagram(), random);
                long from = random.nextBoolean() ? original.from() : spoofed(random);
                ledger.in(from, mutated.length);
                spoofer.send((int) (from >>> 16), (int) (from & 0xFFFF), mutated);
            }
            spoofer.flush();
            Programs.runFor(ANSWERS_COME);
            missed = tap.missed();
        }
        return result(spoofer, ledger, missed, start);
    }

    private void onReply(Ledger ledger, HalfHandshakes halfWay, long from, long to, ByteBuffer payload, int bytes) {
        if (from == brokerKey) {
            ledger.out(to, bytes);
            halfWay.onReply(to, payload);
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        while (true) {
            ByteBuf copy = Unpooled.buffer(2 * original.length + 64).writeBytes(original);
            Mutation.of(copy, random);
            byte[] mutated = ByteBufUtil.getBytes(copy, 0, Math.min(copy.readableBytes(), Spoofer.MOST_BYTES));
            if (!Arrays.equals(mutated, original)) {
                return mutated;
            }
        }
    }

    private JsonObject flood(int perSecond, Duration time, Random random) throws IOException {
        byte[] hello = Forgery.hello(random, new byte[0], 0);
        Arrived before = Arrived.now();
        long start = System.nanoTime();
        Spoofer spoofer = new Spoofer(broker, perSecond);
        while (System.nanoTime() - start < time.toNanos()) {
            // 11.0.0.0 to 123.255.255.255: hosts of the internet.
            int source = (11 + random.nextInt(113)) << 24 | random.nextInt(1 << 24);
            int port = 1024 + random.nextInt(60_000);
            ByteBuffer.wrap(hello).putLong(ControlHeader.BYTES + 8, random.nextLong());
            spoofer.send(source, port, hello);
        }
        spoofer.flush();
        long end = System.nanoTime();
        Programs.runFor(ANSWERS_COME);
        Arrived answers = Arrived.now().since(before);
        JsonObject result = new JsonObject();
        result.addProperty("sent", spoofer.sent());
        result.addProperty("sent_bytes", spoofer.sent() * hello.length);
        result.addProperty("refused", spoofer.refused());
        result.addProperty("seconds", Math.round((end - start) / 1e7) / 100.0);
        result.addProperty("replies", answers.packets());
        result.addProperty("reply_bytes", answers.payloadBytes());
        return result;
    }

    private JsonObject replay(boolean asItCame, int perSecond) throws IOException {
        Ledger ledger = new Ledger();
        long start = System.nanoTime();
        Spoofer spoofer = new Spoofer(broker, perSecond);
        long other = Integer.toUnsignedLong(SPOOFED_NET + 5) << 16 | 5005;
        int missed;
        try (Tap tap = new Tap(false, (from, to, payload, bytes) -> {
            if (from == brokerKey) {
                ledger.out(to, bytes);
            }
        })) {
            for (Heard one : heard) {
                long from = asItCame ? one.from() : other;
                ledger.exempt(one.from());
                ledger.in(from, one.datagram().length);
                spoofer.send((int) (from >>> 16), (int) (from & 0xFFFF), one.datagram());
            }
            spoofer.flush();
            Programs.runFor(ANSWERS_COME);
            missed = tap.missed();
        }
        return result(spoofer, ledger, missed, start);
    }

    private JsonObject result(Spoofer spoofer, Ledger ledger, int missed, long start) {
        JsonObject result = new JsonObject();
        result.addProperty("sent", spoofer.sent());
        result.addProperty("refused", spoofer.refused());
        result.addProperty("seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
        result.addProperty("addresses", ledger.addresses());
        result.addProperty("replies", ledger.replies());
        result.addProperty("reply_bytes", ledger.replyBytes());
        result.addProperty("exceeded", ledger.exceeded());
        result.addProperty("missed", missed);
        return result;
    }

    private static long spoofed(Random random) {
        int address = SPOOFED_NET + random.nextInt(SPOOFED_ADDRESSES);
        int port = random.nextInt(100) == 0 ? 0 : 2000 + random.nextInt(SPOOFED_PORTS);
        return Integer.toUnsignedLong(address) << 16 | port;
    }

    /** A datagram of any kind that needs no session to be made. */
    private static byte[] anything(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Forgery.hello(random, new byte[0], 0);
            case 1 -> Forgery.helloWithCookie(random, 200);
            case 2 -> Forgery.control(random);
            case 3 -> Forgery.media(random);
            default -> {
                ByteBuf unknown = Unpooled.buffer();
                HandshakeCodec.encode(new NoSession(random.nextLong()), unknown);
                yield ByteBufUtil.getBytes(unknown);
            }
        };
    }
}
