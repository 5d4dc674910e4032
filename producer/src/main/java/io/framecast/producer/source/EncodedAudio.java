package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.Decoder;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import io.framecast.protocol.media.Track;
import java.util.function.Consumer;

/** Sound in a codec that cannot be sent as it is, decoded and encoded as Opus. */
final class EncodedAudio implements TrackPath {
    private final int stream;
    private final Decoder decoder;
    private final SoundEncoder encoder;
    private long endMicros;

    EncodedAudio(MediaStream stream) throws RunException {
        this.stream = stream.index();
        this.encoder = new SoundEncoder(AUDIO, stream.channels() == 1 ? 1 : 2);
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
        return (sound, containerMicros) -> {
            long micros = containerMicros == MediaPacket.NO_TIME ? endMicros : clock.at(containerMicros);
            endMicros = micros + sound.nb_samples() * 1_000_000L / Math.max(1, sound.sample_rate());
            clock.shownUntil(false, endMicros);
            encoder.encode(sound, micros, out);
        };
    }

    @Override
    public void requestKeyFrame() {
        // Every frame is one.
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
