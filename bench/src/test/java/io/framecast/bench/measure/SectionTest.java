package io.framecast.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.client.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {

    private static final Machine MACHINE = new Machine("a <b>", 2, "Linux 6", "VM 25", "abc+");

    @TempDir
    Path folder;

    @Test
    void whatIsKeptIsReadAsItWas() throws Exception {
        JsonObject row = new JsonObject();
        row.addProperty("cpu", 0.125);
        row.addProperty("name", "a");
        Section section = new Section(
                "fanout",
                "framecast bench fanout",
                MACHINE,
                "| a |\n\"quoted\"",
                List.of(new Target("x", 1.1, null, null, "why"), new Target("y", 2, 1.0, new Spread(1.5, 1, 2, 5), "")),
                List.of(row, row));
        Path file = folder.resolve("a/b/fanout.json");
        section.write(file, new JsonObject());
        assertEquals(section, Section.read(file));
        assertEquals(4, Files.readAllLines(file).size(), "a line for the head, one for each row, one for the end");
    }

    @Test
    void sayWhichFileIsNone() throws Exception {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, "{\"name\":");
        assertThrows(RunException.class, () -> Section.read(file));
    }

    @Test
    void aTargetIsHitByItsMedianAndMissedPlainly() {
        Spread measured = new Spread(1.05, 0.9, 1.3, 5);
        assertEquals("hit", new Target("x", 1.05, 1.0, measured, "").verdict());
        assertEquals("hit, stretch too", new Target("x", 1.1, 1.05, measured, "").verdict());
        assertEquals("hit", new Target("x", 1.1, null, measured, "").verdict());
        assertEquals("**missed**", new Target("x", 1.04, 1.0, measured, "").verdict());
        assertEquals("not measured", new Target("x", 1.04, 1.0, null, "").verdict());
    }

    @Test
    void columnsStandUnderEachOther() {
        MarkdownTable table = new MarkdownTable("what", "x").row("a|b", "1.0").row("c", "22.0");
        assertEquals("""
                | what |    x |
                |------|-----:|
                | a\\|b |  1.0 |
                | c    | 22.0 |""", table.toString());
        assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
    }

    @Test
    void saturationIsToldWhereItBegins() {
        assertFalse(Saturation.disturbed("x", 0.9).isPresent());
        assertEquals(
                "x had only 45 % of a core: the machine was not quiet",
                Saturation.disturbed("x", 0.45).orElseThrow());
        assertFalse(Saturation.full("broker", 0.94, 1).isPresent());
        assertEquals(
                "broker is full: 1.91 of 2 cores",
                Saturation.full("broker", 1.91, 2).orElseThrow());
        assertFalse(Saturation.dropped(new UdpFigures(9, 9, 9, 0, 9)).isPresent());
        assertTrue(Saturation.dropped(new UdpFigures(0, 0, 0, 1, 0)).isPresent());
    }
}
