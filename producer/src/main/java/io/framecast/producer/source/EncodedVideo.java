package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.Decoder;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.protocol.media.Track;
import java.util.function.Consumer;

/** Pictures that are decoded and encoded anew: another codec, size or bitrate is wanted, or the codec cannot be sent as it is. */
final class EncodedVideo implements TrackPath {
    private static final double USUAL_RATE = 25;

    private final int stream;
    private final Decoder decoder;
    private final PictureEncoder encoder;
    private final long frameMicros;
    private long lastMicros = Long.MIN_VALUE;

    EncodedVideo(MediaStream stream, SourceOptions options) throws RunException {
        double rate = stream.framesPerSecond() > 0 ? stream.framesPerSecond() : USUAL_RATE;
        this.stream = stream.index();
        this.frameMicros = Math.round(1e6 / rate);
        this.encoder = PictureEncoder.of(VIDEO, options, VideoCodec.H264, stream.width(), stream.height(), rate);
        this.decoder = new Decoder(stream);
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public Track track() {
        return encoder.track();
    }

    @Override
    public void accept(MediaPacket packet, FileClock clock, Consumer<SourceFrame> out) throws RunException {
        decoder.decode(packet, sink(clock, out));
    }

    @Override
    public void onEnd(FileClock clock, Consumer<SourceFrame> out) throws RunException {
        decoder.drain(sink(clock, out));
    }

    private Decoder.Sink sink(FileClock clock, Consumer<SourceFrame> out) {
        return (picture, containerMicros) -> {
            long micros = micros(containerMicros, clock);
            // Encoders want times that grow; a container that repeats one has a picture twice.
            if (micros > lastMicros) {
                lastMicros = micros;
                clock.shownUntil(true, micros + frameMicros);
                encoder.encode(picture, micros, out);
            }
        };
    }

    private long micros(long containerMicros, FileClock clock) {
        if (containerMicros != MediaPacket.NO_TIME) {
            return clock.at(containerMicros);
        }
        return lastMicros == Long.MIN_VALUE ? 0 : lastMicros + frameMicros;
    }

    @Override
    public void requestKeyFrame() {
        encoder.requestKeyFrame();
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
