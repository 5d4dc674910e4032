package io.framecast.subscriber;

import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The ids that completion offers: who was live at the last look, and what is subscribed. Any thread. */
final class Known implements Supplier<List<String>> {

    private volatile List<String> listed = List.of();
    private volatile Supplier<List<String>> subscribed = List::of;

    void alsoThese(Supplier<List<String>> ids) {
        subscribed = ids;
    }

    void onListed(List<StreamEntry> live) {
        listed = live.stream().map(StreamEntry::producerId).toList();
    }

    @Override
    public List<String> get() {
        TreeSet<String> all = new TreeSet<>(listed);
        all.addAll(subscribed.get());
        return List.copyOf(all);
    }
}
