package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SECURITY.md names tests for every threat, and for everything that fuzzing has found; they exist. */
class SecurityTableTest {

    @Test
    void namesTestsThatExistInEveryRow() throws IOException {
        SourceTree tests = SourceTree.of("src/test/java");
        List<String> rows = Files.readAllLines(SourceTree.ROOT.resolve("SECURITY.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.contains("---"))
                .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2) + 1))
                .toList();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String cell : rows) {
            List<String> names = SourceTree.codeIn(cell);
            for (String name : names) {
                if (!tests.hasMethod(name)) {
                    missing.add(name);
                }
            }
            if (names.isEmpty() && !cell.strip().startsWith("test")) {
                missing.add("a test in the row that ends with " + cell);
            }
            named += names.size();
        }
        assertTrue(named > 50, named + " tests are named");
        assertEquals(List.of(), missing);
    }
}
