package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** docs/PROTOCOL.md as the tests read it: its blocks of golden bytes and its tables of numbers. */
public final class Specification {

    private static final List<String> LINES = lines();
    private static final Map<String, byte[]> GOLDEN = golden();

    private Specification() {}

    /**
     * The bytes of the block {@code ```golden NAME}: hexadecimal, {@code 00x12} for twelve times 00, a comment behind a
     * semicolon.
     */
    public static byte[] bytes(String name) {
        byte[] bytes = GOLDEN.get(name);
        if (bytes == null) {
            throw new AssertionError("PROTOCOL.md has no golden bytes called " + name);
        }
        return bytes;
    }

    public static Set<String> names() {
        return GOLDEN.keySet();
    }

    /** The rows {@code | number | NAME |…} between the heading and the next one, by name; numbers as in Java. */
    public static Map<String, Integer> table(String heading) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : LINES) {
            if (line.startsWith("#")) {
                inside = line.replaceFirst("#+ ", "").equals(heading);
            } else if (inside && line.matches("\\| (0x[0-9a-f]+|[0-9]+) \\|.*")) {
                String[] cells = line.split(" *\\| *", 4);
                rows.put(cells[2], Integer.decode(cells[1]));
            }
        }
        return rows;
    }

    private static Map<String, byte[]> golden() {
        Map<String, byte[]> golden = new LinkedHashMap<>();
        String name = "";
        ByteBuf bytes = Unpooled.buffer();
        for (String line : LINES) {
            if (line.startsWith("```golden ")) {
                name = line.substring("```golden ".length());
                bytes.clear();
            } else if (!name.isEmpty() && line.startsWith("```")) {
                if (golden.put(name, ByteBufUtil.getBytes(bytes)) != null) {
                    throw new AssertionError("two blocks are called " + name);
                }
                name = "";
            } else if (!name.isEmpty()) {
                for (String token : line.replaceFirst(";.*", "").trim().split(" +")) {
                    String[] repeated = token.split("x", 2);
                    for (int i = repeated.length < 2 ? 1 : Integer.parseInt(repeated[1]); i > 0; i--) {
                        bytes.writeBytes(HexFormat.of().parseHex(repeated[0]));
                    }
                }
            }
        }
        return golden;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "PROTOCOL.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
