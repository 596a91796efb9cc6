package dev.dormouse.compiler.diagnostic;

import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the findings about one file; reporting never stops the compiler. */
public final class Findings {
    private final SourceFile file;
    private final List<Finding> findings = new ArrayList<>();

    public Findings(SourceFile file) {
        this.file = file;
    }

    public SourceFile file() {
        return file;
    }

    public void error(FindingCode code, Span span, String message, String help, String... notes) {
        findings.add(new Finding(code, Severity.ERROR, file, span, message, help, List.of(notes)));
    }

    public void warning(FindingCode code, Span span, String message, String help, String... notes) {
        findings.add(new Finding(code, Severity.WARNING, file, span, message, help, List.of(notes)));
    }

    /** Takes over what was found in a file that this one uses; the note says where. */
    public void include(List<Finding> found, String note) {
        for (Finding each : found) {
            List<String> notes = new ArrayList<>(each.notes());
            notes.add(note);
            findings.add(new Finding(
                    each.code(), each.severity(), each.file(), each.span(), each.message(), each.help(), notes));
        }
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** In the order of the file, each once; those of other files after it. */
    public List<Finding> sorted() {
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparing((Finding f) -> !f.file().equals(file))
                        .thenComparing(f -> f.file().path())
                        .thenComparingInt(f -> f.span().line())
                        .thenComparingInt(f -> f.span().column())
                        .thenComparing(Finding::code))
                .toList();
    }
}
