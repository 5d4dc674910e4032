package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.AudioUnit;
import io.framecast.subscriber.media.AudioUnits;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.mux.ByteSink;
import io.framecast.subscriber.mux.Muxer;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Records a stream as it is, without re-encoding. It begins at the first key frame; sound that belongs to the time before is left
 * out. A stream that comes back goes on in the same file, unless what its header says has changed.
 */
final class MuxOutput implements FrameOutput {
    /** Sound that may wait for the key frame that it belongs to. */
    private static final int HELD_AUDIO = 1024;

    private final Destination destination;
    private final OutputEvents events;
    private final ArrayDeque<AudioUnit> heldAudio = new ArrayDeque<>();
    private @Nullable Track video;
    private @Nullable Track audio;
    private @Nullable AudioUnits audioUnits;
    private @Nullable Recording recording;
    private int parts;
    private boolean waitingForKey = true;
    private boolean ended;
    private boolean saidNoSound;

    MuxOutput(Destination destination, OutputEvents events) {
        this.destination = destination;
        this.events = events;
    }

    @Override
    public void onCatalog(Catalog catalog) throws RunException {
        Track newVideo = catalog.video().orElse(null);
        Track newAudio = catalog.audio().orElse(null);
        if (newVideo != null) {
            carried(newVideo);
        }
        if (newAudio != null && !carries(newAudio)) {
            if (newVideo == null) {
                carried(newAudio);
            }
            if (!saidNoSound) {
                saidNoSound = true;
                events.say(destination.name() + ": " + destination.container().label() + " cannot carry sound in "
                        + newAudio.codec() + "; recording the picture only");
            }
            newAudio = null;
        }
        boolean same = newAudio != null && newAudio.equals(audio);
        if (!same) {
            audioUnits =
                    newAudio == null ? null : new AudioUnits(Codec.of(newAudio).orElseThrow(), newAudio);
        }
        video = newVideo;
        audio = newAudio;
    }

    @Override
    public void onFrame(Frame frame) throws RunException {
        if (ended) {
            return;
        }
        try {
            if (video != null && frame.track() == video.id()) {
                onVideo(video, frame);
            } else if (audio != null && audioUnits != null && frame.track() == audio.id()) {
                onAudio(audioUnits, frame);
            }
        } catch (IOException e) {
            if (destination instanceof Destination.Piped) {
                ended = true;
                events.ended();
            } else {
                throw new RunException(
                        destination.name() + ": cannot record (" + Problem.of(e)
                                + "); what was recorded before is kept",
                        e);
            }
        }
    }

    private void onVideo(Track track, Frame frame) throws IOException, RunException {
        if (waitingForKey && !frame.key()) {
            return;
        }
        Recording open = recording;
        if (frame.key()) {
            RecordedTracks tracks = RecordedTracks.of(track, frame.payload(), audioUnits);
            if (open == null || !open.continuesWith(tracks)) {
                open = start(tracks, frame.captureMicros());
            }
            waitingForKey = false;
        }
        if (open != null) {
            open.video(frame);
            for (AudioUnit unit = heldAudio.poll(); unit != null; unit = heldAudio.poll()) {
                open.audio(unit);
            }
        }
    }

    private void onAudio(AudioUnits units, Frame frame) throws IOException, RunException {
        for (AudioUnit unit : units.of(frame)) {
            if (video != null && waitingForKey) {
                heldAudio.add(unit);
                if (heldAudio.size() > HELD_AUDIO) {
                    heldAudio.remove();
                }
            } else {
                Recording open = recording;
                if (open == null) {
                    open = start(RecordedTracks.of(units), unit.captureMicros());
                }
                open.audio(unit);
            }
        }
    }

    private Recording start(RecordedTracks tracks, long firstMicros) throws IOException, RunException {
        if (recording != null) {
            recording.close();
            recording = null;
        }
        long earliest = firstMicros;
        for (AudioUnit unit : heldAudio) {
            // What an encoder puts before the first sample of a file belongs to its start.
            if (unit.captureMicros() >= firstMicros - Recording.PRIMING_MICROS) {
                earliest = Math.min(earliest, unit.captureMicros());
            }
        }
        parts++;
        ByteSink sink = destination.open(parts, events);
        Recording made = new Recording(
                new Muxer(destination.container(), sink, tracks.all()),
                destination.container().fixedHeader(),
                tracks,
                earliest,
                firstMicros);
        recording = made;
        return made;
    }

    private void carried(Track track) throws RunException {
        if (!carries(track)) {
            throw new RunException(
                    destination.name() + ": " + destination.container().label() + " cannot carry "
                            + track.codec() + "; use --output file:….mkv"
                            + (Codec.of(track).isEmpty() ? " or frames:DIR" : ""));
        }
    }

    private boolean carries(Track track) {
        return Codec.of(track).filter(destination.container()::carries).isPresent();
    }

    @Override
    public void onDown() {
        waitingForKey = true;
        heldAudio.clear();
        if (recording != null) {
            recording.paused();
        }
    }

    @Override
    public void close() throws RunException {
        Recording open = recording;
        recording = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                if (!(destination instanceof Destination.Piped)) {
                    throw new RunException(destination.name() + ": cannot finish (" + Problem.of(e) + ")", e);
                }
            }
        }
    }
}
