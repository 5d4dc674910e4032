package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.framecast.client.Publication;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The read-only API: what it answers is what openapi.json says. */
@Timeout(60)
final class ApiTest {

    private static final Catalog JPEG = new Catalog(List.of(Track.video(1, "mjpeg", 640, 480, 5, 0, 0, "")));

    @TempDir
    Path state;

    private final HttpClient http = HttpClient.newHttpClient();
    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(state);
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        stage.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + stage.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private JsonObject json(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(path);
        assertEquals(200, answer.statusCode(), path);
        return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static void matches(JsonObject document, String schema, JsonObject answer) {
        JsonObject described = document.getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .getAsJsonObject(schema);
        Set<String> required = StreamSupport.stream(
                        described.getAsJsonArray("required").spliterator(), false)
                .map(JsonElement::getAsString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(described.getAsJsonObject("properties").keySet(), answer.keySet(), schema);
        assertTrue(answer.keySet().containsAll(required), schema);
    }

    @Test
    void answersWithTheFieldsThatItsDocumentHas() throws Exception {
        JsonObject document = json("/api/v1/openapi.json");
        Publication stream = stage.publish("hall/cam", Stage.PICTURE);
        try (RawSocket viewer = RawSocket.watch(stage.port(), "hall/cam")) {
            viewer.text("catalog");
            stream.send(1, true, false, System.currentTimeMillis() * 1000, new byte[100]);
            viewer.frame();
            stage.awaitListed("hall/cam");
            JsonObject streams = json("/api/v1/streams");
            matches(document, "Streams", streams);
            JsonObject one = streams.getAsJsonArray("streams").get(0).getAsJsonObject();
            matches(document, "Stream", one);
            assertEquals("hall/cam", one.get("id").getAsString());
            assertEquals("A title", one.get("title").getAsString());
            assertEquals(1, one.get("watching").getAsInt());
            matches(document, "Stream", json("/api/v1/streams/hall%2Fcam"));
            JsonObject stats = json("/api/v1/stats/hall/cam");
            matches(document, "Stats", stats);
            assertEquals("live", stats.get("state").getAsString());
            matches(document, "Health", json("/api/v1/health"));
        }
        HttpResponse<byte[]> none = get("/api/v1/stats/none");
        assertEquals(404, none.statusCode());
        matches(
                document,
                "Error",
                JsonParser.parseString(new String(none.body(), StandardCharsets.UTF_8))
                        .getAsJsonObject());
    }

    @Test
    void hasEveryAddressThatItsDocumentHas() throws Exception {
        JsonObject paths = json("/api/v1/openapi.json").getAsJsonObject("paths");
        for (String path : paths.keySet()) {
            boolean post = paths.getAsJsonObject(path).has("post");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + stage.port() + path.replace("{id}", "cam")))
                    .method(post ? "POST" : "HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            JsonObject said = paths.getAsJsonObject(path)
                    .getAsJsonObject(post ? "post" : "get")
                    .getAsJsonObject("responses");
            assertTrue(said.has(String.valueOf(answer.statusCode())), () -> path + " answers " + answer.statusCode());
        }
        assertEquals(9, paths.size(), "an address of its own for each of them in Route");
    }

    private static byte[] jpeg(int width, int height, boolean noise) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, noise ? random.nextInt() : 0xFF0000);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    private static void send(Publication stream, byte[] picture) {
        stream.send(1, true, false, System.currentTimeMillis() * 1000, picture);
    }

    private BufferedImage picture(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode());
        assertEquals("image/jpeg", answer.headers().firstValue("content-type").orElse(""));
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(answer.body())));
    }

    @Test
    void showsASmallJpegAsItIs() throws Exception {
        Publication stream = stage.publish("cam", JPEG);
        byte[] small = jpeg(64, 48, false);
        send(stream, small);
        stage.awaitListed("cam");
        HttpResponse<byte[]> answer = get("/api/v1/thumbnails/cam");
        assertEquals(64, picture(answer).getWidth());
        String tag = answer.headers().firstValue("etag").orElseThrow();
        assertEquals(304, get("/api/v1/thumbnails/cam", "If-None-Match", tag).statusCode());
    }

    @Test
    void makesALargePictureSmall() throws Exception {
        Publication stream = stage.publish("cam", JPEG);
        byte[] large = jpeg(640, 480, true);
        assertTrue(large.length > 64 << 10, () -> large.length + " bytes");
        send(stream, large);
        stage.awaitListed("cam");
        BufferedImage thumbnail = picture(get("/api/v1/thumbnails/cam"));
        assertEquals(320, thumbnail.getWidth());
        assertEquals(240, thumbnail.getHeight());
        assertEquals(1, stage.gateway.count(GatewayCounter.THUMBNAILS));
    }

    @Test
    void saysThatThereIsNoThumbnail() throws Exception {
        assertEquals(404, get("/api/v1/thumbnails/none").statusCode());
        stage.publish("silent", Stage.PICTURE);
        stage.awaitListed("silent");
        assertEquals(404, get("/api/v1/thumbnails/silent").statusCode());
        stage.publish("sound", new Catalog(List.of(Track.audio(1, "opus", 48_000, 2, 64_000, ""))));
        stage.awaitListed("sound");
        assertEquals(415, get("/api/v1/thumbnails/sound").statusCode());
    }

    @Test
    void passesOnWhatItCannotOpenAndMakesNothingOfIt() throws Exception {
        Publication publication = stage.publishSealed("private", Stage.PICTURE);
        byte[] plain = "a frame that nobody on the way may read".getBytes(StandardCharsets.US_ASCII);
        send(publication, plain);
        stage.awaitListed("private");
        JsonObject stream = json("/api/v1/streams/private");
        assertTrue(stream.get("sealed").getAsBoolean());
        assertTrue(stream.get("thumbnail").isJsonNull());
        assertEquals(415, get("/api/v1/thumbnails/private").statusCode());
        try (RawSocket viewer = RawSocket.watch(stage.port(), "private")) {
            JsonObject sealed = viewer.text("sealed");
            assertEquals("private", sealed.get("id").getAsString());
            assertEquals(24, sealed.get("salt").getAsString().length());
            String catalog = new String(viewer.frame().bytes(), StandardCharsets.ISO_8859_1);
            assertEquals(2, catalog.charAt(0), "kind");
            assertEquals(0, catalog.charAt(1), "track");
            assertFalse(catalog.contains("tracks"), catalog);
            String frame = new String(viewer.frame().bytes(), StandardCharsets.ISO_8859_1);
            assertEquals(2, frame.charAt(0), "kind");
            assertFalse(frame.contains("nobody"), frame);
        }
    }

    @Test
    void countsAKeyFrameThatNothingCanBeMadeOf() throws Exception {
        Publication stream = stage.publish("cam", Stage.PICTURE);
        send(stream, new byte[500]);
        stage.awaitListed("cam");
        assertEquals(404, get("/api/v1/thumbnails/cam").statusCode());
        assertEquals(1, stage.gateway.count(GatewayCounter.THUMBNAILS_FAILED));
        assertNotNull(stage.gateway.address());
    }
}
