package dev.dormouse.compiler.manifest.ovh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.manifest.ManifestText;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** OVH manifests and the native pipelines that they become: {@code x.json} and {@code x.pipeline}. */
class OvhReaderTest {
    private static final Path FOLDER = Path.of("src/test/resources/ovh");

    @TestFactory
    Stream<DynamicTest> pipelines() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> manifests = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            return manifests.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        Findings findings = SourceReader.read(file);
        Manifest manifest = ManifestReader.read(findings.file(), findings).orElseThrow();
        assertThat(findings.sorted()).isEmpty();
        String golden = file.getFileName().toString().replace(".json", ".pipeline");
        Goldens.check(file.resolveSibling(golden), ManifestText.of(manifest));
    }
}
