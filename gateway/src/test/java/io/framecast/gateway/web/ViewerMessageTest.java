package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ViewerMessageTest {

    @Test
    void understandsWhatAPageSays() {
        assertEquals(new ViewerMessage.Ping(12.5), ViewerMessage.of("{\"type\":\"ping\",\"t0\":12.5}"));
        assertEquals(new ViewerMessage.Pause(), ViewerMessage.of("{\"type\":\"pause\"}"));
        assertEquals(new ViewerMessage.Resume(), ViewerMessage.of("{\"type\":\"resume\"}"));
        assertEquals(
                new ViewerMessage.Report("mse", 312.5, 41.25, 3),
                ViewerMessage.of("{\"type\":\"report\",\"path\":\"mse\",\"ttffMs\":312.5,"
                        + "\"shownMs\":{\"p50\":41.25,\"p99\":60},\"dropped\":3}"));
    }

    @Test
    void takesAReportWithoutFiguresYet() {
        ViewerMessage said = ViewerMessage.of("{\"type\":\"report\",\"path\":\"jpeg\",\"ttffMs\":null}");
        assertInstanceOf(ViewerMessage.Report.class, said);
    }

    @Test
    void letsANewerPageSayMore() {
        assertEquals(new ViewerMessage.Unknown(), ViewerMessage.of("{\"type\":\"quality\",\"level\":2}"));
        assertEquals(new ViewerMessage.Ping(1), ViewerMessage.of("{\"type\":\"ping\",\"t0\":1,\"more\":[]}"));
    }

    @Test
    void takesNothingElse() {
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "ping",
                "{\"type\":{}}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"t0\":\"1\"}",
                "{\"type\":\"ping\",\"t0\":1e999}",
                "{\"type\":\"report\"}",
                "{\"type\":\"report\",\"path\":\"other\"}",
                "[".repeat(1024),
                "{\"a\":".repeat(200))) {
            assertEquals(new ViewerMessage.Malformed(), ViewerMessage.of(text), text);
        }
    }

    @Test
    void makesSomethingOfAHundredThousandRandomMessages() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        String[] parts = {
            "{", "}", "\"", "type", ":", "ping", "t0", ",", "report", "path", "mse", "1e9", "-", "[", "]", "null", "\\u"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "{\"type\":\"" : "");
            for (int length = random.nextInt(20); length > 0; length--) {
                if (random.nextBoolean()) {
                    text.append(parts[random.nextInt(parts.length)]);
                } else {
                    text.append((char) random.nextInt(0x300));
                }
            }
            assertNotNull(ViewerMessage.of(text.toString()), () -> "seed " + seed + ": " + text);
        }
    }
}
