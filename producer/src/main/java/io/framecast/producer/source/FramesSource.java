package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.bitstream.ImageSize;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose files are the frames, byte for byte, at a fixed rate; beside it, if wanted, a folder of self-contained pieces of
 * sound. Of F pictures and A pieces, piece k starts with picture k F / A.
 */
final class FramesSource implements FrameSource {
    private static final double USUAL_RATE = 25;
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    private final FileFolder pictures;
    private final @Nullable FileFolder pieces;
    private final double rate;
    private final boolean loop;
    private long picture;
    private long piece;

    private FramesSource(FileFolder pictures, @Nullable FileFolder pieces, SourceOptions options) {
        this.pictures = pictures;
        this.pieces = pieces;
        this.rate = options.rateOr(USUAL_RATE);
        this.loop = options.loop();
    }

    static FramesSource of(String uri, String rest, SourceOptions options) {
        UriQuery query = UriQuery.parse(uri, rest, Set.of("audio"));
        if (query.path().isEmpty()) {
            throw new UsageException("--source " + uri + ": names no folder; write frames:DIR");
        }
        FileFolder pictures = FileFolder.of(uri, Path.of(query.path()));
        String audio = query.value("audio", "");
        return new FramesSource(pictures, audio.isEmpty() ? null : FileFolder.of(uri, Path.of(audio)), options);
    }

    @Override
    public Catalog open() throws RunException {
        pictures.check();
        ImageSize size = ImageSize.of(pictures.read(0));
        List<Track> tracks = new ArrayList<>();
        tracks.add(Track.video(VIDEO, videoCodec(pictures.extension()), size.width(), size.height(), rate, 0, 0, ""));
        if (pieces != null) {
            pieces.check();
            tracks.add(Track.audio(AUDIO, audioCodec(pieces.extension()), 0, 0, 0, ""));
        }
        return new Catalog(tracks);
    }

    @Override
    public @Nullable SourceFrame next() throws RunException {
        boolean pieceNext =
                pieces != null && pieceMicros(piece) <= pictureMicros(picture) && (loop || piece < pieces.count());
        if (pieces != null && pieceNext) {
            return frame(AUDIO, pieceMicros(piece), pieces.read((int) (piece++ % pieces.count())));
        }
        if (!loop && picture >= pictures.count()) {
            return null;
        }
        return frame(VIDEO, pictureMicros(picture), pictures.read((int) (picture++ % pictures.count())));
    }

    private static SourceFrame frame(int track, long micros, byte[] bytes) {
        return new SourceFrame(track, true, false, micros, micros, bytes);
    }

    private long pictureMicros(long number) {
        return Math.round(number * 1e6 / rate);
    }

    private long pieceMicros(long number) {
        int count = pieces == null ? 1 : pieces.count();
        return Math.round((double) number * pictures.count() / count * 1e6 / rate);
    }

    private static String videoCodec(String extension) {
        return switch (extension) {
            case "jpg", "jpeg", "jpe" -> "mjpeg";
            default -> extension;
        };
    }

    /** Pieces are whole files: an .opus file is Ogg, which is not what the codec string {@code opus} stands for. */
    private static String audioCodec(String extension) {
        return switch (extension) {
            case "opus", "oga" -> "ogg";
            default -> extension;
        };
    }

    @Override
    public void requestKeyFrame() {
        // Every frame is one.
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        // No file stays open.
    }
}
