package io.framecast.broker.net;

import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.client.Subscription;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A subscription that keeps what it was told. */
final class Viewer implements StreamListener {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final List<Catalog> catalogs = new CopyOnWriteArrayList<>();
    /** {@code waiting}, {@code up}, {@code down ENDED}, {@code refused ID_TAKEN}, in order. */
    final List<String> states = new CopyOnWriteArrayList<>();

    final Subscription subscription;

    /** Of the stream's present incarnation; 0 before it was ever up. */
    volatile long alias;

    Viewer(FramecastClient client, String producerId) {
        subscription = client.subscribe(producerId, Duration.ofMillis(500), this);
    }

    int count() {
        return frames.size();
    }

    boolean is(String state) {
        return !states.isEmpty() && states.getLast().equals(state);
    }

    @Override
    public void onWaiting() {
        states.add("waiting");
    }

    @Override
    public void onUp(StreamInfo stream) {
        alias = stream.alias();
        states.add("up");
    }

    @Override
    public void onCatalog(Catalog catalog) {
        catalogs.add(catalog);
    }

    @Override
    public void onFrame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void onDown(EndReason reason) {
        states.add("down " + reason);
    }

    @Override
    public void onRefused(ErrorCode code, String detail) {
        states.add("refused " + code);
    }
}
