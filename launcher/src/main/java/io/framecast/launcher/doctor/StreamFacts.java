package io.framecast.launcher.doctor;

import io.framecast.protocol.session.StreamStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a stream looked like from here for some seconds.
 *
 * @param closed it is encrypted end to end and there is no passphrase: nothing was seen of it
 * @param frames whole ones of the picture, or of the sound if there is no picture
 * @param gopSeconds the longest time without a key frame, told or seen; 0: no picture
 * @param reorders frames come before their turn: there are B-frames
 * @param watchedNanos for how long
 */
record StreamFacts(
        String id,
        boolean closed,
        long frames,
        double gopSeconds,
        boolean reorders,
        StreamStats stats,
        long watchedNanos) {

    private static final double LONG_GOP_SECONDS = 4;

    private static final StreamStats NOTHING =
            new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0);

    static StreamFacts closed(String id) {
        return new StreamFacts(id, true, 0, 0, false, NOTHING, 0);
    }

    List<Finding> findings() {
        String check = "stream " + id;
        if (closed) {
            return List.of(Finding.unknown(
                    check, "encrypted end to end: not looked into", "framecast doctor --passphrase-file FILE"));
        }
        if (frames == 0) {
            return List.of(Finding.warning(
                    check, String.format(Locale.ROOT, "no frame within %.1f s", watchedNanos / 1e9), ""));
        }
        List<Finding> findings = new ArrayList<>();
        String figures = figures();
        if (gopSeconds > LONG_GOP_SECONDS) {
            String says = String.format(
                    Locale.ROOT, "%.1f s between key frames: joining and mending take up to that; ", gopSeconds);
            findings.add(Finding.warning(
                    check, says + figures, "framecast producer --id " + id + " --source … --codec h264 --gop 1"));
        }
        if (reorders) {
            findings.add(Finding.warning(
                    check,
                    "B-frames, each held back until a later one is there; " + figures,
                    "ffmpeg -i IN -c:v libx264 -bf 0 -g 30 -c:a copy OUT.mp4"));
        }
        if (findings.isEmpty()) {
            String gop = gopSeconds == 0
                    ? "no picture; "
                    : String.format(Locale.ROOT, "up to %.1f s between key frames, no B-frames; ", gopSeconds);
            findings.add(Finding.ok(check, gop + figures));
        }
        return findings;
    }

    private String figures() {
        return String.format(
                Locale.ROOT,
                "%d frames in %.1f s, %d of %d datagrams lost, %d repaired, latency is told %s",
                frames,
                watchedNanos / 1e9,
                stats.lost(),
                stats.lost() + stats.datagrams(),
                stats.repairedNack() + stats.repairedFec(),
                stats.absolute() ? "absolute" : "relative");
    }
}
