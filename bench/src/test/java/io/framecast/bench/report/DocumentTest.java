package io.framecast.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.bench.BenchCommand;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import io.framecast.client.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DocumentTest {

    @TempDir
    Path folder;

    private static Section section(String name, String commit) {
        return new Section(
                name,
                "framecast bench " + name,
                new Machine("cpu", 2, "Linux 6", "VM 25", commit),
                "text of " + name,
                List.of(new Target("target of " + name, 1, null, Spread.of(2), "")),
                List.of());
    }

    @Test
    void isMadeOfWhatWasKeptInTheOrderOfTheCommands() throws Exception {
        Path out = folder.resolve("P.md");
        Document document = new Document(out);
        section("relay", "abc").write(document.fileOf("relay"), new JsonObject());
        section("fanout", "abc+").write(document.fileOf("fanout"), new JsonObject());
        int code = new CommandLine(new BenchCommand()).execute("all", "--only", "none", "--out", out.toString());
        assertEquals(0, code);
        String text = Files.readString(out);
        assertTrue(text.contains("| target of fanout |"), text);
        assertTrue(text.contains("**missed**"), text);
        assertTrue(text.indexOf("## fanout") < text.indexOf("## relay"), text);
        assertTrue(text.contains("commit abc+ with changes that were not committed\n\ntext of fanout"), text);
        assertTrue(text.contains("[raw rows](performance/relay.json)"), text);
    }

    @Test
    void refusesNamesThatAreNoMeasurement() {
        Exception[] thrown = new Exception[1];
        CommandLine line = new CommandLine(new BenchCommand()).setExecutionExceptionHandler((e, _, _) -> {
            thrown[0] = e;
            return 2;
        });
        assertEquals(
                2,
                line.execute(
                        "all",
                        "--only",
                        "matrix",
                        "--out",
                        folder.resolve("P.md").toString()));
        assertTrue(thrown[0] instanceof UsageException, String.valueOf(thrown[0]));
        assertEquals(
                "--only: matrix is none of none, fanout, relay, subscribers, join, start, page, micro",
                thrown[0].getMessage());
    }
}
