package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** docs/LIMITS.md tells the truth: every limit is in the code with that value, and every counter, option and test exists. */
class LimitsTableTest {

    private static final Pattern VALUE = Pattern.compile("([0-9][0-9 ]*)(?: (KiB|MiB|GiB|s|%|Mbit/s))?");
    private static final Map<String, Double> UNITS =
            Map.of("KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "s", 1e9, "%", 0.01, "Mbit/s", 1e6);

    private final SourceTree sources = SourceTree.of("src/main/java");
    private final SourceTree tests = SourceTree.of("src/test/java");

    @Test
    void holdsForEveryRow() throws IOException {
        List<String[]> rows = Files.readAllLines(SourceTree.ROOT.resolve("docs/LIMITS.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1).split("\\|", -1))
                .toList();
        assertTrue(rows.size() > 60, () -> rows.size() + " rows");
        List<Executable> checks = new ArrayList<>();
        for (String[] row : rows) {
            String limit = SourceTree.codeIn(row[0]).getFirst();
            checks.add(() -> assertEquals(parsed(row[1].strip()), value(limit), limit));
            SourceTree.codeIn(row[3]).forEach(counter -> checks.add(() -> assertTrue(counts(counter), counter)));
            SourceTree.codeIn(row[4]).forEach(option -> checks.add(() -> assertTrue(isOption(option), option)));
            assertTrue(SourceTree.codeIn(row[5]).size() > 0, () -> limit + " has no test");
            SourceTree.codeIn(row[5]).forEach(test -> checks.add(() -> assertTrue(tests.hasMethod(test), test)));
        }
        assertAll(checks);
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
        List<Path> files = sources.named(simpleName);
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
                || Files.readString(sources.named("BrokerMetrics").getFirst())
                        .contains(counter.replaceAll("framecast_broker_(socket_.*)_total", "\"$1\""))
                || Files.readString(sources.named("StatsJson").getFirst()).contains("\"" + counter + "\"");
    }

    private boolean isOption(String option) throws IOException {
        for (String command : List.of("BrokerCommand", "GatewayCommand")) {
            if (Files.readString(sources.named(command).getFirst()).contains("\"" + option + "\"")) {
                return true;
            }
        }
        return false;
    }
}
