package dev.dormouse.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static String text(String line, int column, int endColumn) {
        Findings findings = new Findings(new SourceFile(Path.of("dir/x.yaml"), "first\n" + line + "\nlast"));
        findings.error(FindingCode.DM106, new Span(2, column, 2, endColumn), "headline", "help");
        return TextReport.of(findings.sorted());
    }

    @Test
    void theCaretsStandUnderTheSpan() {
        assertThat(text("key: value", 6, 11)).isEqualTo("""
                        dir/x.yaml:2:6: error DM106: headline
                          key: value
                               ^~~~~
                          help: help
                        """);
    }

    @Test
    void tabsAndWideCharactersKeepTheirColumns() {
        assertThat(text("\t日本 é: x", 6, 7)).contains("      日本 é: x\n            ^\n");
        assertThat(text("日本: x", 1, 3)).contains("  日本: x\n  ^~~~\n");
        assertThat(text("e\u0301e: x", 3, 4)).contains("\n   ^\n");
    }

    @Test
    void aLongLineIsCutRoundTheSpan() {
        String report = text("a".repeat(5000) + "!" + "b".repeat(100_000), 5001, 5002);
        assertThat(report.lines().map(String::length)).allMatch(length -> length < 130);
        String[] lines = report.split("\n");
        assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('!');
    }

    @Test
    void aSpanBeyondTheLineStillHasACaret() {
        assertThat(text("short", 6, 6)).contains("  short\n       ^\n");
        assertThat(text("", 1, 1)).isEqualTo("dir/x.yaml:2:1: error DM106: headline\n  help: help\n");
    }

    @Test
    void controlCharactersDoNotReachATerminal() {
        Findings findings = new Findings(new SourceFile(Path.of("x"), "\u001b[31mred"));
        findings.warning(FindingCode.DM102, Span.START, "'\u001b[2J\n'", "help", "note \u0007");
        assertThat(TextReport.of(findings.sorted()))
                .doesNotContain("\u001b", "\u0007")
                .contains("warning DM102");
    }

    @Test
    void jsonHasEveryField() {
        Findings findings = new Findings(new SourceFile(Path.of("x.yaml"), "a: 1\nb: 2"));
        findings.warning(FindingCode.DM102, new Span(1, 1, 2, 3), "say \"hi\"", "help", "a note");
        assertThat(JsonReport.of(findings.sorted())).isEqualTo("""
                        {
                          "findings" : [
                            {
                              "code" : "DM102",
                              "severity" : "warning",
                              "message" : "say \\"hi\\"",
                              "file" : "x.yaml",
                              "line" : 1,
                              "column" : 1,
                              "endLine" : 2,
                              "endColumn" : 3,
                              "help" : "help",
                              "notes" : [
                                "a note"
                              ]
                            }
                          ]
                        }
                        """);
        assertThat(JsonReport.of(List.of())).contains("\"findings\" : [ ]");
    }
}
