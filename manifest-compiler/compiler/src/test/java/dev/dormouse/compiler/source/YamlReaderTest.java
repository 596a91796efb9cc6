package dev.dormouse.compiler.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private final SourceFile empty = new SourceFile(Path.of("x.yaml"), "");

    private Optional<Node> read(Findings findings) {
        return YamlReader.read(findings.file(), findings);
    }

    private Object plain(String text) {
        Findings findings = new Findings(new SourceFile(empty.path(), text));
        Object plain = read(findings).orElseThrow().plain();
        assertThat(findings.sorted()).isEmpty();
        return plain;
    }

    private Finding refused(String text) {
        Findings findings = new Findings(new SourceFile(empty.path(), text));
        read(findings);
        assertThat(findings.sorted()).hasSize(1);
        return findings.sorted().get(0);
    }

    @Test
    void scalarsFollowTheCoreSchema() {
        assertThat(plain(
                        "[yes, no, on, off, Yes, y, '1', \"true\", ~, null, true, False, 12, -3, +4, 0o17, 0x1F, 012]"))
                .isEqualTo(Arrays.asList(
                        "yes", "no", "on", "off", "Yes", "y", "1", "true", null, null, true, false, 12L, -3L, 4L, 15L,
                        31L, 12L));
        assertThat(plain(
                        "[1.5, .5, 1e3, 1., .inf, -.inf, .nan, 9223372036854775808, 0xFFFFFFFFFFFFFFFF, 1.2.3, 1_000]"))
                .isEqualTo(Arrays.asList(
                        1.5,
                        0.5,
                        1000.0,
                        1.0,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NaN,
                        9.223372036854775808e18,
                        1.8446744073709552e19,
                        "1.2.3",
                        "1_000"));
        assertThat(plain("[!!str 12, ! 12, !!int 12]")).isEqualTo(List.of("12", "12", 12L));
    }

    @Test
    void jsonIsReadByTheSameReader() {
        assertThat(plain("{\n\t\"a\\/b\": [1, -2.5e-3, true, null],\n\t\"c\": \"\\ud83d\\ude00\\u00e9\\n\"}"))
                .isEqualTo(Map.of("a/b", Arrays.asList(1L, -0.0025, true, null), "c", "😀é\n"));
    }

    @Test
    void spansCountCodePoints() {
        Findings findings =
                new Findings(new SourceFile(empty.path(), "é😀: [a,\r\n  '語😀' ]\rb: |\n  one\n  two\n\nc: {}\n"));
        Node.Mapping root = (Node.Mapping) read(findings).orElseThrow();
        assertThat(root.span()).isEqualTo(new Span(1, 1, 7, 6));
        assertThat(root.entries().get(0).key().span()).isEqualTo(new Span(1, 1, 1, 3));
        assertThat(root.entries().get(0).value().span()).isEqualTo(new Span(1, 5, 2, 9));
        Node.Sequence list = (Node.Sequence) root.entries().get(0).value();
        assertThat(list.elements().get(1).span()).isEqualTo(new Span(2, 3, 2, 7));
        assertThat(root.entries().get(1).value().span()).isEqualTo(new Span(3, 4, 5, 6));
    }

    @Test
    void aliasesRepeatAValue() {
        assertThat(plain("a: &x {b: 1}\nc: *x\n")).isEqualTo(Map.of("a", Map.of("b", 1L), "c", Map.of("b", 1L)));
    }

    @Test
    void aliasesCannotBlowUp() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }
        assertThat(refused(bomb.toString()).code()).isEqualTo(FindingCode.DM107);
        assertThat(refused("a: &a [*a]").code()).isEqualTo(FindingCode.DM107);
        StringBuilder tower = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 80; i++) {
            tower.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }
        assertThat(refused(tower.toString()).code()).isEqualTo(FindingCode.DM107);
        assertThat(refused("[".repeat(1_000_000)).code()).isEqualTo(FindingCode.DM107);
    }

    @Test
    void bytesMustBeUtf8() {
        byte[] bytes = "a: é\nb: xy\n".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xFF;
        Finding finding = SourceReader.decode(empty.path(), bytes).sorted().get(0);
        assertThat(finding.code()).isEqualTo(FindingCode.DM107);
        assertThat(finding.span()).isEqualTo(new Span(2, 4, 2, 5));
        Findings cut = SourceReader.decode(empty.path(), new byte[] {'a', ':', ' ', (byte) 0xC3});
        assertThat(cut.sorted().get(0).span()).isEqualTo(new Span(1, 4, 1, 5));
        Findings marked = SourceReader.decode(empty.path(), "\uFEFFa: 1".getBytes(StandardCharsets.UTF_8));
        assertThat(marked.file().text()).isEqualTo("a: 1");
        assertThat(SourceReader.decode(empty.path(), new byte[SourceReader.MAX_BYTES + 1])
                        .sorted())
                .hasSize(1);
    }
}
