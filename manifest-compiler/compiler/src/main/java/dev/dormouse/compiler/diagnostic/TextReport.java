package dev.dormouse.compiler.diagnostic;

import dev.dormouse.compiler.source.Span;
import java.util.List;
import java.util.Locale;

/**
 * Findings for people: {@code PATH:LINE:COLUMN: error DM302: headline}, the line with a caret under the place, then
 * {@code help:} and {@code note:} lines.
 */
public final class TextReport {
    private static final String INDENT = "  ";

    private TextReport() {}

    /** One text for all, each line ended; empty for no findings. */
    public static String of(List<Finding> findings) {
        StringBuilder out = new StringBuilder();
        findings.forEach(finding -> append(out, finding));
        return out.toString();
    }

    private static void append(StringBuilder out, Finding finding) {
        Span span = finding.span();
        out.append(finding.file().path())
                .append(':')
                .append(span.line())
                .append(':')
                .append(span.column());
        out.append(": ").append(finding.severity().name().toLowerCase(Locale.ROOT));
        out.append(' ')
                .append(finding.code())
                .append(": ")
                .append(oneLine(finding.message()))
                .append('\n');
        Snippet snippet = new Snippet(finding.file().line(span.line()), span);
        if (!snippet.text().isEmpty()) {
            out.append(INDENT).append(snippet.text()).append('\n');
            out.append(INDENT).append(snippet.marks()).append('\n');
        }
        out.append(INDENT).append("help: ").append(oneLine(finding.help())).append('\n');
        finding.notes()
                .forEach(note -> out.append(INDENT)
                        .append("note: ")
                        .append(oneLine(note))
                        .append('\n'));
    }

    /** A message may quote the manifest: its line breaks and control characters must not reach a terminal. */
    private static String oneLine(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                out.append("\\n");
            } else {
                out.appendCodePoint(Character.isISOControl(c) ? 0xFFFD : c);
            }
        });
        return out.toString();
    }
}
