package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.protocol.media.Track;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way of one elementary stream from its container to frames: as it is, or encoded anew. */
sealed interface TrackPath extends AutoCloseable permits PassedVideo, PassedAudio, EncodedVideo, EncodedAudio {
    int VIDEO = 1;
    int AUDIO = 2;

    /** The index of the container's stream that this path takes. */
    int stream();

    /** What the catalog says, or null until enough packets were seen. */
    @Nullable
    Track track();

    void accept(MediaPacket packet, FileClock clock, Consumer<SourceFrame> out) throws RunException;

    /** The container's end was reached; it may begin again. */
    void onEnd(FileClock clock, Consumer<SourceFrame> out) throws RunException;

    /** Any thread. */
    void requestKeyFrame();

    @Override
    void close();
}
