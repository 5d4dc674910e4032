package io.framecast.subscriber.output;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;

/** Takes everything and keeps nothing: for measurements. */
final class NullOutput implements FrameOutput {
    @Override
    public void onCatalog(Catalog catalog) {}

    @Override
    public void onFrame(Frame frame) {}

    @Override
    public void onDown() {}

    @Override
    public void close() {}
}
