package dev.dormouse.compiler.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.compiler.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the text, reading it ends, with findings whose places are in the text. */
class ReaderFuzzTest {
    private static final int MUTANTS = 8000;
    private static final List<String> PIECES = List.of(
            "\t", "\n", "\r", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "!!str ", "|\n", ">", "#",
            "?", "%", "@", "---\n", "\uFEFF", "\u2028", "😀", "\u0000", "0", "1e999", "null", "\\u", "<<: ", "[[[[",
            ",");

    @Test
    void anyTextIsReadOrRefused() throws IOException {
        long seed = Long.getLong("dormouse.seed", System.nanoTime());
        System.out.println("ReaderFuzzTest seed " + seed + " (-Ddormouse.seed=" + seed + ")");
        Random random = new Random(seed);
        List<String> texts = texts();
        for (int i = 0; i < MUTANTS; i++) {
            String text = mutate(texts.get(random.nextInt(texts.size())), random, texts);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(10) == 0 && bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes, text);
        }
    }

    private static void check(byte[] bytes, String text) {
        Findings findings = SourceReader.decode(Path.of("fuzz.yaml"), bytes);
        boolean read = false;
        try {
            read = !findings.hasErrors()
                    && ManifestReader.read(findings.file(), findings).isPresent();
            assertThat(TextReport.of(findings.sorted())).isNotNull();
        } catch (RuntimeException e) {
            throw new AssertionError("reading failed on:\n" + text, e);
        }
        assertThat(read || findings.hasErrors()).as(text).isTrue();
        for (Finding finding : findings.sorted()) {
            Span span = finding.span();
            assertThat(span.column())
                    .as("%s in:\n%s", finding, text)
                    .isLessThanOrEqualTo(length(findings, span.line()) + 1);
            assertThat(span.endColumn())
                    .as("%s in:\n%s", finding, text)
                    .isLessThanOrEqualTo(length(findings, span.endLine()) + 1);
        }
    }

    /** Code points of a line; a text that ends with a line break has an empty last line. */
    private static int length(Findings findings, int number) {
        SourceFile file = findings.file();
        long lines = (file.text() + "x").lines().count();
        assertThat((long) number).isLessThanOrEqualTo(lines + 1);
        String line = file.line(number);
        // the \r of a \r\n counts as a column of its line
        return line.codePointCount(0, line.length()) + 1;
    }

    private static String mutate(String text, Random random, List<String> texts) {
        StringBuilder mutant = new StringBuilder(text);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(mutant.length() + 1);
            int end = Math.min(mutant.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> mutant.delete(at, end);
                case 1 -> mutant.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutant.insert(at, mutant.substring(at, end));
                case 3 -> mutant.setLength(at);
                default -> {
                    String other = texts.get(random.nextInt(texts.size()));
                    int from = random.nextInt(other.length() + 1);
                    mutant.insert(at, other, from, Math.min(other.length(), from + random.nextInt(40)));
                }
            }
        }
        return mutant.toString();
    }

    private static List<String> texts() throws IOException {
        try (Stream<Path> corpus = Files.walk(Path.of("src/test/resources"))) {
            return corpus.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".json"))
                    .sorted()
                    .map(ReaderFuzzTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
