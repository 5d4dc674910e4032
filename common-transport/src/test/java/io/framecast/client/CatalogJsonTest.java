package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogJsonTest {
    private static final Catalog CATALOG = new Catalog(List.of(
            new Track(
                    1,
                    "main \"ü\" \u2028",
                    "video",
                    "avc1.42c01f",
                    1280,
                    720,
                    29.97,
                    2_500_000,
                    0,
                    0,
                    "de",
                    1,
                    2,
                    3,
                    1.5,
                    ""),
            Track.audio(2, "mp4a.40.2", 48_000, 2, 128_000, "EZA=")));

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void decodesWhatItEncodes() {
        assertEquals(CATALOG, CatalogJson.decode(CatalogJson.encode(CATALOG)));
        Catalog empty = new Catalog(List.of());
        assertEquals(empty, CatalogJson.decode(CatalogJson.encode(empty)));
    }

    @Test
    void writesTheNamesOfTheFormatAndLeavesOutWhatIsEmpty() {
        Catalog catalog = new Catalog(List.of(Track.audio(2, "opus", 48_000, 2, 0, "")));
        assertEquals(
                "{\"tracks\":[{\"id\":2,\"name\":\"audio\",\"role\":\"audio\",\"codec\":\"opus\",\"samplerate\":48000,"
                        + "\"channelConfig\":\"2\"}]}",
                new String(CatalogJson.encode(catalog), StandardCharsets.UTF_8));
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        Catalog decoded =
                CatalogJson.decode(bytes("{\"v\":{\"x\":[1]},\"tracks\":[{\"id\":1,\"new\":{},\"codec\":\"vp8\"}]}"));
        assertNotNull(decoded);
        assertEquals("vp8", decoded.tracks().getFirst().codec());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"tracks\":{}}",
                "{\"tracks\":[1]}",
                "{\"tracks\":[null]}",
                "{\"tracks\":[{}]}",
                "{\"tracks\":[{\"id\":0}]}",
                "{\"tracks\":[{\"id\":256}]}",
                "{\"tracks\":[{\"id\":1},{\"id\":1}]}",
                "{\"tracks\":[{\"id\":[1]}]}",
                "{\"tracks\":[{\"id\":1.5}]}",
                "{\"tracks\":[{\"id\":1,\"width\":-1}]}",
                "{\"tracks\":[{\"id\":1,\"width\":1e999999999}]}",
                "{\"tracks\":[{\"id\":1,\"width\":1e-999999999}]}",
                "{\"tracks\":[{\"id\":1,\"width\":\"x\"}]}",
                "{\"tracks\":[{\"id\":1,\"framerate\":\"NaN\"}]}",
                "{\"tracks\":[{\"id\":1,\"codec\":{}}]}",
                "{\"tracks\":[{\"id\":1,\"codec\":null}]}",
                "{\"tracks\":[{\"id\":1}",
            })
    void whatIsNoCatalogIsNull(String json) {
        assertNull(CatalogJson.decode(bytes(json)));
    }

    @Test
    void nestingFromTheNetworkDoesNotOverflowTheStack() {
        assertNull(CatalogJson.decode(bytes("{\"tracks\":" + "[".repeat(30_000))));
    }

    @Test
    void mutatedCatalogsNeverThrow() {
        long seed = 11;
        Random random = new Random(seed);
        byte[] good = CatalogJson.encode(CATALOG);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            CatalogJson.decode(mutated);
        }
    }

    @Test
    void isBoundedBothWays() {
        String big = "x".repeat(CatalogJson.MAX_BYTES);
        Catalog catalog = new Catalog(List.of(Track.video(1, "vp8", 1, 1, 1, 1, 0, big)));
        assertThrows(IllegalArgumentException.class, () -> CatalogJson.encode(catalog));
        assertNull(CatalogJson.decode(bytes("{\"tracks\":[]}" + " ".repeat(CatalogJson.MAX_BYTES))));
    }
}
