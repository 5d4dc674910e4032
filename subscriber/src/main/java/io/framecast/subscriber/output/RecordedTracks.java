package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.AudioUnits;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.InitData;
import io.framecast.subscriber.media.ParameterSets;
import io.framecast.subscriber.media.VideoDecoder;
import io.framecast.subscriber.mux.MuxTrack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recording's header says of its tracks: video first where there is any.
 *
 * @param reorder as in the catalog
 */
record RecordedTracks(@Nullable MuxTrack video, @Nullable MuxTrack audio, int reorder) {

    static RecordedTracks of(Track track, byte[] keyFrame, @Nullable AudioUnits audio) throws RunException {
        Codec codec = Codec.of(track).orElseThrow();
        byte[] header = ParameterSets.of(codec, keyFrame);
        if (header.length == 0 && codec != Codec.VP9) {
            header = InitData.bytes(track);
        }
        int width = track.width();
        int height = track.height();
        if (width <= 0 || height <= 0) {
            int[] size = sizeOf(track, keyFrame);
            width = size[0];
            height = size[1];
        }
        boolean deep = codec == Codec.VP9 && track.codec().matches("vp09\\.\\d+\\.\\d+\\.1[02].*");
        return new RecordedTracks(
                MuxTrack.video(codec, width, height, track.framerate(), deep ? 10 : 8, header),
                audio == null ? null : sound(audio),
                track.reorder());
    }

    static RecordedTracks of(AudioUnits audio) {
        return new RecordedTracks(null, sound(audio), 0);
    }

    private static MuxTrack sound(AudioUnits audio) {
        return MuxTrack.audio(audio.codec(), audio.sampleRate(), audio.channels(), audio.headerBytes());
    }

    private static int[] sizeOf(Track track, byte[] keyFrame) throws RunException {
        int[] size = new int[2];
        try (VideoDecoder decoder = new VideoDecoder(track)) {
            decoder.decode(keyFrame, 0, picture -> {
                size[0] = picture.width();
                size[1] = picture.height();
                picture.close();
            });
            decoder.flush(picture -> {
                size[0] = picture.width();
                size[1] = picture.height();
                picture.close();
            });
        }
        if (size[0] == 0) {
            throw new RunException(
                    "cannot record " + track.codec() + ": its size is not known; use --output frames:DIR");
        }
        return size;
    }

    List<MuxTrack> all() {
        List<MuxTrack> all = new ArrayList<>();
        if (video != null) {
            all.add(video);
        }
        if (audio != null) {
            all.add(audio);
        }
        return all;
    }

    int audioIndex() {
        return video == null ? 0 : 1;
    }

    /** Whether a file with this header can go on with those tracks. */
    boolean sameHeader(RecordedTracks other, boolean fixedHeader) {
        return same(video, other.video, fixedHeader) && same(audio, other.audio, fixedHeader);
    }

    private static boolean same(@Nullable MuxTrack a, @Nullable MuxTrack b, boolean fixedHeader) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        boolean alike = a.codec() == b.codec();
        return alike
                && (!fixedHeader
                        || (a.width() == b.width()
                                && a.height() == b.height()
                                && a.sampleRate() == b.sampleRate()
                                && a.channels() == b.channels()
                                && Arrays.equals(a.headerBytes(), b.headerBytes())));
    }
}
