package io.framecast.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java files of all modules, by class name: for documents that name what is in them. */
record SourceTree(Map<String, List<Path>> files) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** @param kind such as {@code src/main/java} */
    static SourceTree of(String kind) {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(module -> module.resolve(kind))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SourceTree(all.stream()
                .collect(Collectors.groupingBy(
                        file -> file.getFileName().toString().replace(".java", ""))));
    }

    /** What stands between back quotes. */
    static List<String> codeIn(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    List<Path> named(String simpleName) {
        return files.getOrDefault(simpleName, List.of());
    }

    /** @param test {@code Class.method} of a test, which returns nothing */
    boolean hasMethod(String test) throws IOException {
        int dot = test.indexOf('.');
        for (Path file : dot < 0 ? List.<Path>of() : named(test.substring(0, dot))) {
            if (Files.readString(file).contains(" void " + test.substring(dot + 1) + "(")) {
                return true;
            }
        }
        return false;
    }
}
