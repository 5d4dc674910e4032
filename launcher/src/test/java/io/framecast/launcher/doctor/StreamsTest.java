package io.framecast.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found in streams, told by their catalogs and frames. */
final class StreamsTest {

    private static final long SECOND = 1_000_000;
    private static final StreamStats STATS = new StreamStats(90, 0, 0, 0, 0, 98, 2, 3, 4, 0, 0, 0, 5_000, 0);

    private final StreamWatch watch = new StreamWatch("cam/1");

    @Test
    void aShortGroupOfPicturesInOrderIsWell() {
        watch.onCatalog(picture(0, 30));
        frame(true, 0, 0);
        frame(false, 1, SECOND / 2);
        frame(true, 0, SECOND);
        Finding finding = only();
        assertEquals(Verdict.OK, finding.verdict());
        assertEquals("stream cam/1", finding.check());
        assertEquals(
                "up to 1.0 s between key frames, no B-frames; 3 frames in 3.0 s, 2 of 100 datagrams lost, 7 repaired,"
                        + " latency is told absolute",
                finding.says());
    }

    @Test
    void aKeyFrameThatIsLongAgoIsAWarning() {
        watch.onCatalog(picture(0, 30));
        frame(true, 0, 0);
        frame(false, 1, 5 * SECOND);
        Finding finding = only();
        assertEquals(Verdict.WARNING, finding.verdict());
        assertTrue(finding.says().startsWith("5.0 s between key frames"), finding.says());
        assertEquals("framecast producer --id cam/1 --source … --codec h264 --gop 1", finding.mend());
    }

    @Test
    void aKeyFrameThatWasNotSeenIsCountedInFrames() {
        watch.onCatalog(picture(0, 30));
        frame(false, 150, 0);
        assertTrue(only().says().startsWith("5.0 s between key frames"), only().says());
    }

    @Test
    void anAnnouncedReorderingIsAWarning() {
        watch.onCatalog(picture(2, 30));
        frame(true, 0, 0);
        assertEquals("ffmpeg -i IN -c:v libx264 -bf 0 -g 30 -c:a copy OUT.mp4", only().mend());
    }

    @Test
    void captureTimesThatGoBackAreBFrames() {
        watch.onCatalog(picture(0, 30));
        frame(true, 0, 0);
        frame(false, 1, 66_667);
        frame(false, 2, 33_333);
        Finding finding = only();
        assertEquals(Verdict.WARNING, finding.verdict());
        assertTrue(finding.says().startsWith("B-frames"), finding.says());
    }

    @Test
    void bothFaultsOfAStreamAreToldApart() {
        watch.onCatalog(picture(2, 0));
        frame(true, 0, 0);
        frame(false, 1, 8 * SECOND);
        assertEquals(2, found().size());
    }

    @Test
    void soundHasNoGroupsOfPictures() {
        watch.onCatalog(new Catalog(List.of(Track.audio(1, "opus", 48_000, 2, 64_000, ""))));
        frame(true, 0, 0);
        frame(false, 1, 9 * SECOND);
        Finding finding = only();
        assertEquals(Verdict.OK, finding.verdict());
        assertTrue(finding.says().startsWith("no picture; 2 frames"), finding.says());
    }

    @Test
    void aStreamWithoutFramesIsAWarningAndAnEncryptedOneIsNotJudged() {
        assertEquals("no frame within 3.0 s", only().says());
        Finding closed = StreamFacts.closed("cam/1").findings().getFirst();
        assertEquals(Verdict.UNKNOWN, closed.verdict());
        assertTrue(closed.mend().contains("--passphrase-file"), closed.mend());
    }

    private Finding only() {
        List<Finding> found = found();
        assertEquals(1, found.size(), found::toString);
        return found.getFirst();
    }

    private List<Finding> found() {
        return watch.facts(STATS, 3_000_000_000L).findings();
    }

    private void frame(boolean key, int gopDistance, long captureMicros) {
        watch.onFrame(new Frame(1, 0, 0, key, false, gopDistance, captureMicros, new byte[1]));
    }

    private static Catalog picture(int reorder, double framerate) {
        return new Catalog(List.of(Track.video(1, "avc1.42c01f", 640, 360, framerate, 500_000, reorder, "")));
    }
}
