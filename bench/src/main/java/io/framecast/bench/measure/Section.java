package io.framecast.bench.measure;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one measurement came to: kept as a file with all raw rows, printed, and put together with others into a document.
 *
 * @param name of the measurement, its command and its file
 * @param command what makes it again
 * @param text Markdown: tables and what has to be known to read them
 * @param rows as they were measured
 */
public record Section(
        String name, String command, Machine machine, String text, List<Target> targets, List<JsonObject> rows) {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    public Section {
        targets = List.copyOf(targets);
        rows = List.copyOf(rows);
    }

    /** With a row for each {@link Target#cells}. */
    public static MarkdownTable targetTable() {
        return new MarkdownTable("target", "at most", "stretch", "measured: median (range)", "", "");
    }

    /** An object, {@code figures} first; one raw row a line, so that two runs can be compared line by line. */
    public String json(JsonObject figures) {
        JsonObject head = figures.deepCopy();
        GSON.toJsonTree(new Section(name, command, machine, text, targets, List.of()))
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> head.add(entry.getKey(), entry.getValue()));
        head.remove("rows");
        String first = GSON.toJson(head);
        StringBuilder all =
                new StringBuilder(first).deleteCharAt(first.length() - 1).append(",\"rows\":[\n");
        for (int i = 0; i < rows.size(); i++) {
            all.append(GSON.toJson(rows.get(i))).append(i + 1 < rows.size() ? ",\n" : "\n");
        }
        return all.append("]}\n").toString();
    }

    public void write(Path file, JsonObject figures) throws RunException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, json(figures));
        } catch (IOException e) {
            throw new RunException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    public static Section read(Path file) throws RunException {
        try {
            return GSON.fromJson(Files.readString(file), Section.class);
        } catch (IOException | JsonSyntaxException e) {
            throw new RunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
