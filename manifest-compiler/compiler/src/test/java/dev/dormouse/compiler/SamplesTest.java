package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every sample and every ready-made model compiles without a finding, not even a warning. */
class SamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));

    @TempDir
    Path cache;

    @TestFactory
    Stream<DynamicTest> compilesWithoutFindings() throws IOException {
        ManifestCompiler compiler = ManifestCompiler.create(StepCatalogue.load(), Optional.of(ROOT), cache);
        return manifests()
                .map(manifest ->
                        DynamicTest.dynamicTest(ROOT.relativize(manifest).toString(), () -> {
                            Compilation compilation = compiler.compile(manifest);
                            assertThat(TextReport.of(compilation.findings())).isEmpty();
                            assertThat(compilation.compiled()).isPresent();
                        }));
    }

    private static Stream<Path> manifests() throws IOException {
        return Stream.of("samples", "prebuilt-models").map(ROOT::resolve).flatMap(folder -> {
            try (Stream<Path> folders = Files.list(folder)) {
                return folders
                        .map(sample -> sample.resolve("manifest.yaml"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
