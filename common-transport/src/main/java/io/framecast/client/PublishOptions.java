package io.framecast.client;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import java.util.List;

/**
 * What to publish.
 *
 * @param producerId 1–64 of {@code [A-Za-z0-9._/-]}
 * @param title for people, may be empty
 * @param catalog the tracks that frames will be sent on
 * @param fragmentBytes UDP payload of a full datagram, 256..65000; 1200 passes everywhere
 */
public record PublishOptions(String producerId, String title, List<String> tags, Catalog catalog, int fragmentBytes) {
    public static final int FRAGMENT_BYTES = 1200;

    public PublishOptions {
        tags = List.copyOf(tags);
    }

    public PublishOptions(String producerId, String title, List<String> tags, Catalog catalog) {
        this(producerId, title, tags, catalog, FRAGMENT_BYTES);
    }

    /** What {@code list} shows of it: the picture's facts, or the sound's if there is no picture. */
    Metadata metadata() {
        int bitrate = catalog.tracks().stream().mapToInt(Track::bitrate).sum();
        Track shown = catalog.video().or(catalog::audio).orElse(null);
        if (shown == null) {
            return new Metadata(title, tags, "", 0, 0, 0, bitrate);
        }
        int milliFps = (int) Math.round(shown.framerate() * 1000);
        return new Metadata(title, tags, shown.codec(), shown.width(), shown.height(), milliFps, bitrate);
    }
}
