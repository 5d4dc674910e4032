package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;

/** The catalog that a producer sends. */
class CatalogJsonFuzzTest {

    @FuzzTest
    void whatIsTakenIsWithinItsRangesAndCanBeWrittenAgain(byte[] json) {
        Catalog catalog = CatalogJson.decode(json);
        if (catalog == null) {
            return;
        }
        assertTrue(catalog.tracks().size() <= 255);
        for (Track track : catalog.tracks()) {
            assertTrue(track.id() >= 1 && track.id() <= 255, "id " + track.id());
            assertTrue(track.width() >= 0 && track.height() >= 0 && track.sampleRate() >= 0 && track.channels() >= 0);
            assertTrue(track.framerate() >= 0 && track.maxGopSeconds() >= 0, "times");
        }
        // Escapes make text longer, so one that was nearly too long cannot be written again.
        if (json.length <= CatalogJson.MAX_BYTES / 8) {
            assertEquals(catalog, CatalogJson.decode(CatalogJson.encode(catalog)));
        }
    }
}
