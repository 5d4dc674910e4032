package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.libav.Demuxer;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container: its best picture and its best sound, as they are where a stream can carry that, else encoded anew. */
final class FileSource implements FrameSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);

    /** How far to look for the first frame of a track that a container announces. */
    private static final int PROBE_PACKETS = 500;

    private static final int MAX_FRAME_BYTES = 16 << 20;

    private final String name;
    private final Opener opener;
    private final SourceOptions options;
    private final Interleaver interleaver = new Interleaver();
    private volatile List<TrackPath> paths = List.of();
    private @Nullable Demuxer demuxer;
    private FileClock clock = new FileClock(0);
    private boolean ended;

    private FileSource(String name, Opener opener, SourceOptions options) {
        this.name = name;
        this.opener = opener;
        this.options = options;
    }

    private interface Opener {
        Demuxer open() throws RunException;
    }

    /** @throws UsageException there is no such file */
    static FileSource ofFile(Path path, SourceOptions options) {
        String name = "file:" + path;
        if (!Files.exists(path)) {
            throw new UsageException("--source " + name + ": there is no such file");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new UsageException("--source " + name + ": not a file that can be read; a folder is frames:" + path);
        }
        if (options.rateFps() != 0) {
            LOG.info("{}: --rate is for frames:, test:, camera: and screen:; a file keeps its own pace", name);
        }
        return new FileSource(name, () -> Demuxer.file(path, name), options);
    }

    /** MPEG-TS out of a stream, which stays open. */
    static FileSource ofStream(InputStream stream, SourceOptions options) {
        String name = "standard input";
        return new FileSource(name, () -> Demuxer.stream(stream, "mpegts", name), options);
    }

    @Override
    public Catalog open() throws RunException {
        Demuxer opened = opener.open();
        demuxer = opened;
        long start = opened.startMicros();
        clock = new FileClock(start == MediaPacket.NO_TIME ? 0 : start);
        List<TrackPath> wanted = new ArrayList<>();
        paths = wanted;
        MediaStream video = opened.video();
        if (video != null) {
            wanted.add(videoPath(video));
        }
        MediaStream audio = opened.audio();
        if (audio != null) {
            wanted.add(audioPath(audio));
        }
        for (int i = 0; i < PROBE_PACKETS && !ended && tracks().size() < wanted.size(); i++) {
            readOne();
        }
        List<Track> tracks = tracks();
        if (tracks.isEmpty()) {
            throw new RunException(name + " cannot be read: no picture and no sound in it that can be sent");
        }
        tracks.forEach(track -> interleaver.expect(track.id()));
        paths = wanted.stream().filter(FileSource::sending).toList();
        wanted.stream().filter(path -> !sending(path)).forEach(TrackPath::close);
        return new Catalog(tracks);
    }

    /** What is not in the catalog is not sent: its first frame was nowhere near the beginning. */
    private static boolean sending(TrackPath path) {
        return path.track() != null;
    }

    private List<Track> tracks() {
        List<Track> tracks = new ArrayList<>();
        for (TrackPath path : paths) {
            Track track = path.track();
            if (track != null) {
                tracks.add(track);
            }
        }
        return tracks;
    }

    private TrackPath videoPath(MediaStream stream) throws RunException {
        boolean otherCodec = options.codec() != null && options.codec().id() != stream.codecId();
        boolean changed = otherCodec || options.bitrate() != 0 || options.width() != 0;
        if (PassedVideo.takes(stream) && !changed) {
            return new PassedVideo(stream);
        }
        EncodedVideo path = new EncodedVideo(stream, options);
        LOG.info(
                "{}: {} is encoded anew as {}",
                name,
                stream.codecName(),
                path.track().codec());
        return path;
    }

    private TrackPath audioPath(MediaStream stream) throws RunException {
        if (PassedAudio.takes(stream)) {
            return new PassedAudio(stream);
        }
        LOG.info("{}: {} is encoded anew as opus", name, stream.codecName());
        return new EncodedAudio(stream);
    }

    @Override
    public @Nullable SourceFrame next() throws RunException {
        while (true) {
            SourceFrame frame = interleaver.poll(ended);
            if (frame != null || ended) {
                return frame;
            }
            readOne();
        }
    }

    private void readOne() throws RunException {
        Demuxer from = demuxer;
        MediaPacket packet = from == null ? null : from.read();
        if (packet == null) {
            onEnd();
            return;
        }
        for (TrackPath path : paths) {
            if (path.stream() == packet.stream()) {
                if (packet.sizeBytes() > MAX_FRAME_BYTES) {
                    throw new RunException(name + ": a frame has " + packet.sizeBytes() + " bytes, more than 16 MiB");
                }
                path.accept(packet, clock, interleaver::add);
            }
        }
    }

    /** Opened anew for each pass: the same packets come again, whatever the container can or cannot seek. */
    private void onEnd() throws RunException {
        for (TrackPath path : paths) {
            path.onEnd(clock, interleaver::add);
        }
        if (!options.loop() || !clock.restart()) {
            ended = true;
            return;
        }
        closeDemuxer();
        demuxer = opener.open();
    }

    @Override
    public void requestKeyFrame() {
        paths.forEach(TrackPath::requestKeyFrame);
    }

    @Override
    public boolean live() {
        return false;
    }

    private void closeDemuxer() {
        if (demuxer != null) {
            demuxer.close();
            demuxer = null;
        }
    }

    @Override
    public void close() {
        ended = true;
        paths.forEach(TrackPath::close);
        paths = List.of();
        closeDemuxer();
    }
}
