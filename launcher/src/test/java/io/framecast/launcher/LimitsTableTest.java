package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.gateway.GatewayCounter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** docs/LIMITS.md tells the truth: every limit is in the code with that value, and every counter, option and test exists. */
class LimitsTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern VALUE = Pattern.compile("([0-9][0-9 ]*)(?: (KiB|MiB|GiB|s|%|Mbit/s))?");
    private static final Map<String, Double> UNITS =
            Map.of("KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "s", 1e9, "%", 0.01, "Mbit/s", 1e6);

    private final Map<String, List<Path>> sources = sources("src/main/java");
    private final Map<String, List<Path>> tests = sources("src/test/java");

    private static Map<String, List<Path>> sources(String kind) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> all = new ArrayList<>();
            for (Path module : modules.map(module -> module.resolve(kind))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
            return all.stream()
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", "")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void holdsForEveryRow() throws IOException {
        List<String[]> rows = Files.readAllLines(ROOT.resolve("docs/LIMITS.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1).split("\\|", -1))
                .toList();
        assertTrue(rows.size() > 60, () -> rows.size() + " rows");
        List<Executable> checks = new ArrayList<>();
        for (String[] row : rows) {
            String limit = codes(row[0]).getFirst();
            checks.add(() -> assertEquals(parsed(row[1].strip()), value(limit), limit));
            codes(row[3]).forEach(counter -> checks.add(() -> assertTrue(counts(counter), counter)));
            codes(row[4]).forEach(option -> checks.add(() -> assertTrue(isOption(option), option)));
            assertTrue(codes(row[5]).size() > 0, () -> limit + " has no test");
            codes(row[5]).forEach(test -> checks.add(() -> assertTrue(exists(test), test)));
        }
        org.junit.jupiter.api.Assertions.assertAll(checks);
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static double parsed(String text) {
        var value = VALUE.matcher(text);
        assertTrue(value.matches(), text);
        double number = Double.parseDouble(value.group(1).replace(" ", ""));
        return value.group(2) == null ? number : number * UNITS.getOrDefault(value.group(2), 0.0);
    }

    /** A constant, or a component of the record's DEFAULTS. */
    private double value(String limit) throws Exception {
        String name = limit.substring(limit.indexOf('.') + 1);
        Class<?> type = load(limit.substring(0, limit.indexOf('.')), name);
        for (RecordComponent component : type.isRecord() ? type.getRecordComponents() : new RecordComponent[0]) {
            if (component.getName().equals(name)) {
                Object value =
                        component.getAccessor().invoke(type.getField("DEFAULTS").get(null));
                return ((Number) value).doubleValue();
            }
        }
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return ((Number) field.get(null)).doubleValue();
    }

    private Class<?> load(String simpleName, String member) throws Exception {
        List<Path> files = sources.getOrDefault(simpleName, List.of());
        for (Path file : files) {
            String source = Files.readString(file);
            var name = Pattern.compile("(?m)^package (.+);").matcher(source);
            if (source.contains(" " + member) && name.find()) {
                return Class.forName(
                        name.group(1) + "." + simpleName, false, getClass().getClassLoader());
            }
        }
        throw new AssertionError(simpleName + " with " + member + " is in none of " + files);
    }

    private boolean counts(String counter) throws IOException {
        return Arrays.stream(BrokerCounter.values())
                        .anyMatch(one -> counter.equals("framecast_broker_" + one.metricName()))
                || Arrays.stream(GatewayCounter.values())
                        .anyMatch(one -> counter.equals("framecast_gateway_" + one.metricName()))
                || Files.readString(sources.get("StatsJson").getFirst()).contains("\"" + counter + "\"");
    }

    private boolean isOption(String option) throws IOException {
        for (String command : List.of("BrokerCommand", "GatewayCommand")) {
            if (Files.readString(sources.get(command).getFirst()).contains("\"" + option + "\"")) {
                return true;
            }
        }
        return false;
    }

    private boolean exists(String test) throws IOException {
        String method = test.substring(test.indexOf('.') + 1);
        for (Path file : tests.getOrDefault(test.substring(0, test.indexOf('.')), List.of())) {
            if (Files.readString(file).contains(" void " + method + "(")) {
                return true;
            }
        }
        return false;
    }
}
