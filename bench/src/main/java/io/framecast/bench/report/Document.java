package io.framecast.bench.report;

import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.Target;
import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code PERFORMANCE.md} out of the sections that were measured; their files are in the folder {@code performance} beside it. */
final class Document {

    private static final String FOLDER = "performance";

    private final Path out;

    Document(Path out) {
        this.out = out;
    }

    Path fileOf(String name) {
        return out.resolveSibling(FOLDER).resolve(name + ".json");
    }

    /** Those of {@code names} that there are, in that order. */
    List<Section> sections(List<String> names) throws RunException {
        List<Section> sections = new ArrayList<>();
        for (String name : names) {
            if (Files.exists(fileOf(name))) {
                sections.add(Section.read(fileOf(name)));
            }
        }
        return sections;
    }

    void write(List<String> names) throws RunException {
        try {
            Files.writeString(out, text(sections(names)));
        } catch (IOException e) {
            throw new RunException("cannot write " + out + ": " + e.getMessage(), e);
        }
    }

    static String text(List<Section> sections) {
        StringBuilder text = new StringBuilder("""
                # Performance

                Written by `framecast bench all --out docs/PERFORMANCE.md`; not by hand. Ratios are between techniques that took turns in one run, so
                that a slow moment of the machine hits all of them alike; *median (range)* is over the turns. Raw rows are in
                [performance](performance), one file a section. Encryption is on in every figure that has a session in it.

                """);
        text.append("## Targets\n\n");
        MarkdownTable targets = Section.targetTable();
        sections.stream()
                .flatMap(section -> section.targets().stream())
                .map(Target::cells)
                .forEach(targets::row);
        text.append(targets).append('\n');
        EncryptionCost.of(sections)
                .ifPresent(cost -> text.append("\n## What encryption costs\n\n")
                        .append(cost.text())
                        .append('\n'));
        for (Section section : sections) {
            text.append("\n## ")
                    .append(section.name())
                    .append("\n\n`")
                    .append(section.command())
                    .append("` · [raw rows](" + FOLDER + "/")
                    .append(section.name())
                    .append(".json)  \n")
                    .append(described(section.machine()))
                    .append("\n\n")
                    .append(section.text())
                    .append('\n');
        }
        return text.toString();
    }

    private static String described(Machine machine) {
        return machine.toString() + (machine.commit().endsWith("+") ? " with changes that were not committed" : "");
    }
}
