package io.framecast.protocol.media;

import java.util.List;
import java.util.Optional;

/** What a stream consists of. Travels as JSON in a sealed frame on track 0. */
public record Catalog(List<Track> tracks) {

    public Catalog {
        tracks = List.copyOf(tracks);
    }

    public Optional<Track> video() {
        return tracks.stream().filter(Track::isVideo).findFirst();
    }

    public Optional<Track> audio() {
        return tracks.stream().filter(Track::isAudio).findFirst();
    }

    public Optional<Track> track(int id) {
        return tracks.stream().filter(track -> track.id() == id).findFirst();
    }
}
