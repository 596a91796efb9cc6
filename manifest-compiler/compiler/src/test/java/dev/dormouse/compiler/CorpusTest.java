package dev.dormouse.compiler;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pairs of text files: {@code x.yaml} or {@code x.json}, and {@code x.findings} as {@code check} prints them. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** What is run on the manifests of a folder; each goes as far through the compiler as its folder's rules need. */
    private static final Map<String, Consumer<Findings>> RUNNERS = Map.of(
            "syntax", CorpusTest::readOnly,
            "keys", CorpusTest::readOnly,
            "values", CorpusTest::readOnly,
            "references", CorpusTest::readOnly,
            "deployment", CorpusTest::readOnly,
            "ovh", CorpusTest::readOnly);

    private static void readOnly(Findings findings) {
        ManifestReader.read(findings.file(), findings);
    }

    @TestFactory
    Stream<DynamicTest> findings() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            List<Path> manifests = files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".json"))
                    .filter(file -> RUNNERS.containsKey(
                            CORPUS.relativize(file).getName(0).toString()))
                    .sorted()
                    .toList();
            return manifests.stream()
                    .map(file -> DynamicTest.dynamicTest(CORPUS.relativize(file).toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        Path name = file.getFileName();
        Findings findings = SourceReader.decode(name, Files.readAllBytes(file));
        if (!findings.hasErrors()) {
            RUNNERS.get(CORPUS.relativize(file).getName(0).toString()).accept(findings);
        }
        String golden = name.toString().replaceFirst("\\.[a-z]+$", ".findings");
        Goldens.check(file.resolveSibling(golden), TextReport.of(findings.sorted()));
    }
}
