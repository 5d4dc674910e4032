package io.framecast.subscriber.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Track;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Access units in decode order to pictures in presentation order. Damaged input is counted and never ends it. Owned by one thread. */
public final class VideoDecoder implements AutoCloseable {
    private final OpenCodec codec;

    /** A picture comes out for each unit at once where the catalog says that nothing is reordered. */
    public VideoDecoder(Track track) throws RunException {
        Codec known = Codec.of(track)
                .filter(Codec::isVideo)
                .orElseThrow(() -> new RunException(
                        "a picture in " + track.codec() + " cannot be shown; keep it with --output frames:DIR"));
        this.codec = new OpenCodec(known, header(known, track), 0, 0, track.reorder() == 0);
    }

    /** Each picture that is handed out belongs to the receiver. */
    public void decode(byte[] unit, long captureMicros, Consumer<Picture> out) {
        codec.decode(unit, 0, unit.length, captureMicros, frame -> accept(frame, out));
    }

    /** The stream paused or ended: what is held back for reordering comes out. */
    public void flush(Consumer<Picture> out) {
        codec.flush(frame -> accept(frame, out));
    }

    /** Units that could not be decoded. */
    public long errors() {
        return codec.errors();
    }

    private static void accept(AVFrame frame, Consumer<Picture> out) {
        if (frame.width() <= 0 || frame.height() <= 0 || frame.pts() == AV_NOPTS_VALUE) {
            av_frame_free(frame);
        } else {
            out.accept(new Picture(frame, frame.pts()));
        }
    }

    private static byte[] header(Codec codec, Track track) {
        return switch (codec) {
            case AV1 -> InitData.bytes(track);
            // H.264 and H.265 travel as Annex B with their parameter sets in-band.
            case H264, H265, VP8, VP9, MJPEG, PNG, AAC, OPUS, MP3, PCM -> new byte[0];
        };
    }

    @Override
    public void close() {
        codec.close();
    }
}
