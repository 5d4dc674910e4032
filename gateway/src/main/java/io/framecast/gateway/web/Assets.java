package io.framecast.gateway.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the page, all of them in memory from the start: a name that is not one of theirs leads nowhere. */
final class Assets {

    static final String WALL = "wall.html";
    static final String WATCH = "watch.html";

    private static final String ROOT = "/io/framecast/gateway/page/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "webmanifest", "application/manifest+json",
            "woff2", "font/woff2");

    /** {@code tag}: an entity tag, with its quotes. */
    record Asset(String type, String tag, byte[] bytes) {}

    private final Map<String, Asset> assets;

    private Assets(Map<String, Asset> assets) {
        this.assets = Map.copyOf(assets);
    }

    /** Reads all that the program was built with. */
    static Assets load() {
        URL wall = Assets.class.getResource(ROOT + WALL);
        if (wall == null) {
            throw new IllegalStateException("the program was built without its page");
        }
        try {
            return new Assets(
                    wall.openConnection() instanceof JarURLConnection jar ? ofJar(jar) : ofFolder(wall.toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own page cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(wall + " comes from the class loader", e);
        }
    }

    @Nullable
    Asset find(String name) {
        return assets.get(name);
    }

    private static Map<String, Asset> ofJar(JarURLConnection connection) throws IOException {
        Map<String, Asset> found = new HashMap<>();
        String root = ROOT.substring(1);
        // Its connection keeps the file open for as long as the class loader does.
        for (var entries = connection.getJarFile().entries(); entries.hasMoreElements(); ) {
            var entry = entries.nextElement();
            if (entry.getName().startsWith(root) && !entry.isDirectory()) {
                try (InputStream content = connection.getJarFile().getInputStream(entry)) {
                    found.put(entry.getName().substring(root.length()), asset(entry.getName(), content.readAllBytes()));
                }
            }
        }
        return found;
    }

    private static Map<String, Asset> ofFolder(URI wall) throws IOException {
        Path root = Path.of(wall).resolveSibling(".").normalize();
        Map<String, Asset> found = new HashMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                found.put(name, asset(name, Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static Asset asset(String name, byte[] bytes) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Asset(type, '"' + HexFormat.of().formatHex(digest, 0, 8) + '"', bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
