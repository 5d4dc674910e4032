package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RouteTest {

    @Test
    void takesTheRestOfThePathForAnId() {
        assertEquals(new Route.Live("hall/cam-1"), Route.of("/api/v1/live/hall/cam-1"));
        assertEquals(new Route.Live("hall/cam-1"), Route.of("/api/v1/live/hall%2Fcam-1"));
        assertEquals(new Route.Stream("a"), Route.of("/api/v1/streams/a"));
        assertEquals(new Route.Thumbnail("a/b"), Route.of("/api/v1/thumbnails/a/b"));
        assertEquals(new Route.Stats("a"), Route.of("/api/v1/stats/a"));
    }

    @Test
    void servesTheSamePagesWhateverTheIdAndTheQuery() {
        assertEquals(new Route.Wall(), Route.of("/"));
        assertEquals(new Route.Wall(), Route.of("/?token=x"));
        assertEquals(new Route.Watch(), Route.of("/watch/no such id"));
        assertEquals(new Route.Asset("player/webcodecs.js"), Route.of("/assets/player/webcodecs.js"));
    }

    @Test
    void knowsEveryAddressOfTheApi() {
        assertEquals(new Route.Streams(), Route.of("/api/v1/streams"));
        assertEquals(new Route.Health(), Route.of("/api/v1/health"));
        assertEquals(new Route.Events(), Route.of("/api/v1/events"));
        assertEquals(new Route.OpenApi(), Route.of("/api/v1/openapi.json"));
        assertEquals(new Route.Login(), Route.of("/api/v1/login"));
        assertEquals(new Route.Unknown(true), Route.of("/api/v1/secrets"));
        assertEquals(new Route.Unknown(true), Route.of("/api/v2/streams"));
        assertEquals(new Route.Unknown(false), Route.of("/metrics"));
    }

    @Test
    void refusesWhatIsNotPercentEncodedUtf8() {
        assertEquals(new Route.Malformed(), Route.of("/watch/%"));
        assertEquals(new Route.Malformed(), Route.of("/watch/%4"));
        assertEquals(new Route.Malformed(), Route.of("/watch/%zz"));
        assertEquals(new Route.Malformed(), Route.of("/watch/%ff"));
        assertEquals(new Route.Malformed(), Route.of("http://elsewhere/"));
        assertEquals(new Route.Malformed(), Route.of("*"));
    }

    @Test
    void makesSomethingOfAnyTarget() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder target = new StringBuilder(random.nextInt(4) == 0 ? "/api/v1/live/" : "/");
            for (int length = random.nextInt(30); length > 0; length--) {
                target.append((char) (random.nextInt(8) == 0 ? '%' : random.nextInt(1 + random.nextInt(0xFFFF))));
            }
            assertNotNull(Route.of(target.toString()), "seed " + seed);
        }
    }
}
