package io.framecast.gateway.feed;

import com.google.gson.JsonObject;
import io.framecast.protocol.session.StreamStats;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one watched stream at one moment.
 *
 * @param uncertaintyMillis how far its clock may be off; null unknown
 * @param hops ages in milliseconds since capture over the last ten seconds, by point of the way
 * @param latencyMillis median age here; null unknown
 * @param bitsPerSecond over the last second, of what came from the broker
 * @param framesPerSecond pictures, or pieces of sound where there is no picture
 * @param firstFrameMillis from the subscription, or from when it was live, to the first frame; null: none yet
 */
public record FeedFigures(
        FeedState state,
        boolean absolute,
        @Nullable Double uncertaintyMillis,
        JsonObject hops,
        @Nullable Double latencyMillis,
        StreamStats stats,
        int watching,
        long bitsPerSecond,
        double framesPerSecond,
        @Nullable Double firstFrameMillis) {}
