package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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

    /** Folders whose manifests go through the whole compiler. */
    private static final Set<String> COMPILED =
            Set.of("names", "types", "artifacts", "examples", "batching", "branches", "trial", "composition");

    @TempDir
    static Path cache;

    private static void readOnly(Findings findings) {
        ManifestReader.read(findings.file(), findings);
    }

    @TestFactory
    Stream<DynamicTest> findings() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            List<Path> manifests = files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".json"))
                    .filter(file -> RUNNERS.containsKey(folder(file)) || COMPILED.contains(folder(file)))
                    .sorted()
                    .toList();
            return manifests.stream()
                    .map(file -> DynamicTest.dynamicTest(CORPUS.relativize(file).toString(), () -> check(file)));
        }
    }

    private static String folder(Path file) {
        return CORPUS.relativize(file).getName(0).toString();
    }

    private static void check(Path file) throws IOException {
        String report = COMPILED.contains(folder(file)) ? compiled(file) : read(file);
        String golden = file.getFileName().toString().replaceFirst("\\.[a-z]+$", ".findings");
        Goldens.check(file.resolveSibling(golden), report);
    }

    private static String read(Path file) throws IOException {
        Findings findings = SourceReader.decode(file.getFileName(), Files.readAllBytes(file));
        if (!findings.hasErrors()) {
            RUNNERS.get(folder(file)).accept(findings);
        }
        return TextReport.of(findings.sorted());
    }

    private static String compiled(Path file) throws IOException {
        Path home = Path.of(System.getProperty("dormouse.root"));
        Compilation compilation = ManifestCompiler.create(StepCatalogue.load(), Optional.of(home), cache)
                .compile(file);
        assertThat(compilation.compiled().isPresent()).isEqualTo(!compilation.hasErrors());
        // The report names the manifest's path; the golden only its file name.
        return TextReport.of(compilation.findings()).replace(file + ":", file.getFileName() + ":");
    }
}
