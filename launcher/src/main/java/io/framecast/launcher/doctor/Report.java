package io.framecast.launcher.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.framecast.client.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All findings of a run, as people and programs read them. */
public record Report(List<Finding> findings) {

    private static final int LONGEST = 400;

    public Report {
        findings = List.copyOf(findings);
    }

    /** Nothing has failed; warnings are allowed. */
    public boolean ok() {
        return count(Verdict.FAILED) == 0;
    }

    /** A line for each check, one below it with what mends it, and a sentence with the counts. */
    public String text() {
        int width = findings.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(pad(finding.verdict().name(), 9)).append(pad(finding.check(), width + 2));
            text.append(Printable.line(finding.says(), LONGEST)).append('\n');
            if (!finding.mend().isEmpty()) {
                text.append(" ".repeat(9)).append("mend: ");
                text.append(Printable.line(finding.mend(), LONGEST)).append('\n');
            }
        }
        return text.append(counts()).append('\n').toString();
    }

    /** One object on one line. */
    public String json() {
        JsonArray all = new JsonArray();
        for (Finding finding : findings) {
            JsonObject one = new JsonObject();
            one.addProperty("check", finding.check());
            one.addProperty("verdict", finding.verdict().name());
            one.addProperty("says", finding.says());
            one.addProperty("mend", finding.mend());
            all.add(one);
        }
        JsonObject report = new JsonObject();
        report.add("findings", all);
        report.addProperty("ok", ok());
        return report.toString();
    }

    private String counts() {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count = count(verdict);
            if (count > 0) {
                counts.add(count + " " + verdict.name().toLowerCase(Locale.ROOT));
            }
        }
        return findings.size() + " checks: " + String.join(", ", counts) + ".";
    }

    private long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
