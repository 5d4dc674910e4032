package io.framecast.producer.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;

import io.framecast.producer.bitstream.Adts;
import io.framecast.producer.bitstream.CodecStrings;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import io.framecast.protocol.media.Track;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Encoded sound as the container has it: AAC (without ADTS headers), Opus, MP3. */
final class PassedAudio implements TrackPath {
    private static final long USUAL_MICROS = 20_000;

    /** What an edit list cuts off is sent only as far as it primes a decoder: 80 ms for Opus (RFC 7845 4.2), less for the others. */
    private static final long PRIMING_MICROS = 80_000;

    private final int stream;
    private final int codecId;
    private final byte[] configuration;
    private final Track shape;
    private final PacketTimes times = new PacketTimes(USUAL_MICROS, 0);
    private @Nullable Track track;
    private long lastMicros = Long.MIN_VALUE;

    PassedAudio(MediaStream stream) {
        this.stream = stream.index();
        this.codecId = stream.codecId();
        this.configuration = stream.configuration();
        this.shape = Track.audio(AUDIO, "", stream.sampleRate(), stream.channels(), stream.bitrate(), "");
    }

    static boolean takes(MediaStream stream) {
        return switch (stream.codecId()) {
            case AV_CODEC_ID_AAC, AV_CODEC_ID_OPUS, AV_CODEC_ID_MP3 -> true;
            default -> false;
        };
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public @Nullable Track track() {
        return track;
    }

    @Override
    public void accept(MediaPacket packet, FileClock clock, Consumer<SourceFrame> out) {
        times.take(packet);
        byte[] payload = packet.payload();
        boolean adts = codecId == AV_CODEC_ID_AAC && configuration.length == 0 && Adts.present(payload);
        byte[] unit = adts ? Adts.stripped(payload) : payload;
        if (unit.length == 0) {
            return;
        }
        if (track == null) {
            track = described(adts ? Adts.audioSpecificConfig(payload) : configuration);
        }
        long presentation = clock.at(times.presentationMicros());
        // After a loop, what only primes the decoder would fall into the sound that has been sent already.
        boolean sent = presentation <= lastMicros;
        boolean cutOff = packet.hidden() && presentation < clock.passStartMicros() - PRIMING_MICROS;
        if (sent || cutOff) {
            return;
        }
        lastMicros = presentation;
        clock.shownUntil(false, presentation + times.durationMicros());
        out.accept(new SourceFrame(AUDIO, true, false, presentation, clock.at(times.decodeMicros()), unit));
    }

    private Track described(byte[] config) {
        String codec = switch (codecId) {
            case AV_CODEC_ID_AAC -> CodecStrings.aac(config);
            case AV_CODEC_ID_OPUS -> "opus";
            default -> "mp3";
        };
        String initData = codecId == AV_CODEC_ID_MP3 ? "" : Base64.getEncoder().encodeToString(config);
        return Track.audio(AUDIO, codec, shape.sampleRate(), shape.channels(), shape.bitrate(), initData);
    }

    @Override
    public void onEnd(FileClock clock, Consumer<SourceFrame> out) {
        times.restart();
    }

    @Override
    public void requestKeyFrame() {
        // Every frame is one.
    }

    @Override
    public void close() {
        // Holds no native memory.
    }
}
