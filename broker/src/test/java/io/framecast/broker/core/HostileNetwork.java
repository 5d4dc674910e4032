package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.Forgery;
import io.framecast.protocol.wire.Mutation;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Two cameras and their viewers, who join, ask, report, move, fall silent and come back; and somebody who hears all of it and repeats,
 * holds back, cuts, changes and forges datagrams from addresses of his own, of theirs, and of nobody's. One seed, one course of events.
 */
final class HostileNetwork implements AutoCloseable {

    private static final int GROUP = 50;
    private static final int FRAGMENTS = 4;
    private static final int VIEWERS = 6;
    private static final int MOST_HEARD = 3000;
    private static final long MILLIS = TestBroker.MILLIS;

    private record Datagram(InetSocketAddress from, byte[] bytes) {}

    private static final class Camera {
        TestPeer peer;
        long alias;
        int frame;
        int sequence = 1000;

        Camera(TestPeer peer) {
            this.peer = peer;
        }
    }

    private static final class Viewer {
        TestPeer peer;
        InetSocketAddress before;
        byte[] staleNonce = {};
        boolean silent;
        long reportedAt;

        Viewer(TestPeer peer) {
            this.peer = peer;
            before = peer.address;
        }
    }

    final AuditedBroker broker;
    private final Random random;
    private final List<Camera> cameras = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Datagram> heard = new ArrayList<>();
    private final List<Datagram> heldBack = new ArrayList<>();
    private int ports = 4000;

    HostileNetwork(long seed) {
        random = new Random(seed);
        broker = new AuditedBroker(seed);
        for (int i = 0; i < 2; i++) {
            Camera camera = new Camera(new TestPeer(broker, VirtualNetwork.address(10, 1, i, 1, 4000)));
            cameras.add(camera);
            announce(camera);
        }
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(new Viewer(newcomer(i)));
        }
    }

    private TestPeer newcomer(int viewer) {
        TestPeer peer = new TestPeer(broker, VirtualNetwork.address(10, 2, viewer, 1, ports++));
        peer.open();
        hear(peer.address, peer.lastHello);
        peer.subscribe("cam/" + random.nextInt(2));
        return peer;
    }

    private void announce(Camera camera) {
        camera.peer = new TestPeer(broker, camera.peer.address).open();
        hear(camera.peer.address, camera.peer.lastHello);
        camera.alias = camera.peer.announce("cam/" + cameras.indexOf(camera));
        camera.frame = 0;
        camera.sequence = 1000;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            long millis = random.nextInt(500) == 0 ? random.nextInt(7_000) : random.nextInt(12);
            broker.advance(millis * MILLIS);
            if (random.nextInt(20) == 0) {
                broker.media.clear();
            }
        }
    }

    private void step() {
        switch (random.nextInt(30)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> frame(one(cameras));
            case 9 -> cameras.forEach(this::report);
            case 10 -> nack(one(viewers));
            case 11 -> ask(one(viewers));
            case 12 -> move(one(viewers));
            case 13, 14 -> answerChallenge(one(viewers));
            case 15 -> reportOldNonce(one(viewers));
            case 16 -> comeAndGo(random.nextInt(VIEWERS));
            case 17 -> holdBack(one(viewers));
            case 18, 19, 20 -> repeat();
            case 21, 22 -> change();
            case 23 -> cut();
            case 24 -> release();
            case 25 -> deliver(anywhere(), Forgery.hello(random, new byte[0], 0));
            case 26 -> steal();
            case 27 ->
                deliver(
                        nowhere(),
                        random.nextBoolean()
                                ? Forgery.hello(random, new byte[0], 0)
                                : one(heard).bytes());
            case 28 -> junk();
            default -> flood();
        }
        for (Viewer viewer : viewers) {
            if (!viewer.silent && broker.now - viewer.reportedAt > 1000 * MILLIS) {
                viewer.reportedAt = broker.now;
                viewer.staleNonce = viewer.peer.nonce();
                viewer.peer.receive();
                say(viewer, report(viewer.peer.nonce()));
            }
        }
    }

    // What the legal peers do.

    private void frame(Camera camera) {
        boolean live =
                broker.core.snapshot(broker.now).streams().stream().anyMatch(stream -> stream.alias() == camera.alias);
        if (!live) {
            announce(camera);
        }
        boolean key = camera.frame % GROUP == 0;
        List<byte[]> frame = new ArrayList<>();
        for (int i = 0; i < FRAGMENTS; i++) {
            frame.add(camera.peer.media(camera.alias, camera.sequence++, camera.frame, i, FRAGMENTS, key));
        }
        camera.frame++;
        for (byte[] fragment : frame) {
            if (random.nextInt(40) == 0) {
                heldBack.add(new Datagram(camera.peer.address, fragment));
            } else {
                sendLegally(camera.peer.address, fragment);
            }
        }
    }

    private void report(Camera camera) {
        camera.peer.receive();
        byte[] report = camera.peer.seal(new Report(
                broker.now, camera.peer.nonce(), 0, 0, List.of(), List.of(), List.of(), List.of(), List.of()));
        sendLegally(camera.peer.address, report);
    }

    private Report report(byte[] nonce) {
        return new Report(broker.now, nonce, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private void nack(Viewer viewer) {
        Camera camera = one(cameras);
        boolean greedy = random.nextInt(4) == 0;
        int back = greedy ? 400 : random.nextInt(400);
        for (int i = greedy ? 12 : random.nextInt(3); i >= 0; i--) {
            say(viewer, new Nack(camera.alias, 8, List.of(new SequenceRange(camera.sequence - back, 1 + back))));
            broker.advance(100 * MILLIS);
        }
    }

    private void ask(Viewer viewer) {
        for (int i = random.nextInt(50); i >= 0; i--) {
            say(viewer, random.nextInt(4) > 0 ? new ListStreams(i, "", "") : new KeyRequest(one(cameras).alias, 1));
            broker.advance(random.nextInt(10) == 0 ? 300 * MILLIS : 0);
        }
    }

    private void move(Viewer viewer) {
        viewer.before = viewer.peer.address;
        byte[] hosts = viewer.before.getAddress().getAddress();
        viewer.peer.address = VirtualNetwork.address(10, 2, hosts[2], 1 + random.nextInt(3), ports++);
        say(viewer, new Ping(random.nextInt(1000)));
    }

    /** From where the viewer is now; or from where it was, which cancels the move; or relayed by somebody else. */
    private void answerChallenge(Viewer viewer) {
        TestPeer peer = viewer.peer;
        Long token = broker.audit.challenge(peer.sessionId, peer.address);
        if (token == null) {
            return;
        }
        byte[] response = peer.seal(new PathResponse(token));
        switch (random.nextInt(4)) {
            case 0 -> {
                sendLegally(viewer.before, response);
                sendLegally(peer.address, peer.seal(new PathResponse(token)));
                peer.address = viewer.before;
            }
            case 1 -> {
                say(viewer, new Ping(3));
                sendLegally(anywhere(), response);
            }
            default -> sendLegally(peer.address, response);
        }
    }

    private void reportOldNonce(Viewer viewer) {
        viewer.silent = random.nextInt(3) > 0;
        if (viewer.silent) {
            say(viewer, report(viewer.staleNonce));
        }
    }

    private void comeAndGo(int index) {
        Viewer viewer = viewers.get(index);
        boolean gone = !broker.audit.open(viewer.peer.sessionId);
        if (gone || random.nextInt(3) == 0) {
            if (!gone && random.nextBoolean()) {
                say(viewer, new ControlPacket.Close(ControlPacket.CloseReason.DONE));
            }
            viewers.set(index, new Viewer(newcomer(index)));
        } else {
            viewer.peer.send(new ControlPacket.Subscribe(viewer.peer.requestId(), "cam/" + random.nextInt(2), 200, 0));
        }
    }

    private void say(Viewer viewer, ControlPacket packet) {
        sendLegally(viewer.peer.address, viewer.peer.seal(packet));
    }

    private void sendLegally(InetSocketAddress from, byte[] bytes) {
        hear(from, bytes);
        broker.receive(from, bytes);
    }

    // What is done to them.

    private void hear(InetSocketAddress from, byte[] bytes) {
        Datagram datagram = new Datagram(from, bytes.clone());
        if (heard.size() < MOST_HEARD) {
            heard.add(datagram);
        } else {
            heard.set(random.nextInt(MOST_HEARD), datagram);
        }
    }

    private void holdBack(Viewer viewer) {
        heldBack.add(new Datagram(viewer.peer.address, viewer.peer.seal(new Ping(1))));
        heldBack.add(new Datagram(viewer.peer.address, viewer.peer.seal(report(viewer.peer.nonce()))));
    }

    /** Late, in any order, and half of them from somewhere else. */
    private void release() {
        while (!heldBack.isEmpty()) {
            Datagram late = heldBack.remove(random.nextInt(heldBack.size()));
            broker.receive(random.nextBoolean() ? late.from() : anywhere(), late.bytes());
        }
    }

    private void repeat() {
        Datagram old = one(heard);
        broker.receive(random.nextBoolean() ? old.from() : anywhere(), old.bytes());
    }

    private void change() {
        Datagram old = one(heard);
        ByteBuf copy = Unpooled.buffer(2 * old.bytes().length + 64).writeBytes(old.bytes());
        Mutation.of(copy, random);
        broker.receive(random.nextBoolean() ? old.from() : anywhere(), ByteBufUtil.getBytes(copy));
    }

    private void cut() {
        Datagram old = one(heard);
        broker.receive(old.from(), Arrays.copyOf(old.bytes(), random.nextInt(old.bytes().length + 1)));
    }

    /** A cookie of somebody else's, or none that ever was. */
    private void steal() {
        byte[] cookie = new byte[Forgery.COOKIE_BYTES];
        random.nextBytes(cookie);
        deliver(anywhere(), Forgery.hello(random, cookie, 100));
        byte[] whole = one(viewers).peer.lastHello;
        deliver(anywhere(), whole);
    }

    private void junk() {
        byte[] bytes = new byte[random.nextInt(1400)];
        random.nextBytes(bytes);
        deliver(anywhere(), bytes);
        ByteBuf control = Unpooled.buffer();
        ControlHeader.write(control, random.nextInt(128), random.nextLong(), random.nextInt());
        control.writeZero(random.nextInt(3) == 0 ? 0 : random.nextInt(200));
        deliver(anywhere(), ByteBufUtil.getBytes(control));
        ByteBuf answer = Unpooled.buffer();
        ControlHeader.write(answer, ControlType.NO_SESSION, random.nextLong(), 0);
        deliver(anywhere(), ByteBufUtil.getBytes(answer));
    }

    private void flood() {
        int network = random.nextInt(4);
        for (int i = random.nextInt(100); i >= 0; i--) {
            deliver(
                    VirtualNetwork.address(203, 0, network, 1 + random.nextInt(250), 1 + random.nextInt(60_000)),
                    Forgery.hello(random, new byte[0], 0));
        }
    }

    private void deliver(InetSocketAddress from, byte[] bytes) {
        broker.receive(from, bytes);
    }

    private InetSocketAddress anywhere() {
        return switch (random.nextInt(3)) {
            case 0 -> one(viewers).peer.address;
            case 1 -> one(cameras).peer.address;
            default -> VirtualNetwork.address(198, 51, random.nextInt(4), 1 + random.nextInt(3), 7000);
        };
    }

    private InetSocketAddress nowhere() {
        return switch (random.nextInt(5)) {
            case 0 -> VirtualNetwork.address(198, 51, 100, 1, 0);
            case 1 -> VirtualNetwork.address(239, 1, 1, 1, 5000);
            case 2 -> VirtualNetwork.address(255, 255, 255, 255, 5000);
            case 3 -> VirtualNetwork.address(0, 0, 0, 0, 5000);
            default -> AuditedBroker.OWN;
        };
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
        broker.close();
    }
}
