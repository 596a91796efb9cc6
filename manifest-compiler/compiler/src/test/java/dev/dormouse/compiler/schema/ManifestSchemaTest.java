package dev.dormouse.compiler.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.YamlReader;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestSchemaTest {
    private static final Path ROOT = Path.of("../..");
    private static final String SCHEMA = ManifestSchema.generate(StepCatalogue.load());
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);

    private static Set<ValidationMessage> validate(String yaml) {
        SourceFile file = new SourceFile(Path.of("manifest.yaml"), yaml);
        Object plain = YamlReader.read(file, new Findings(file)).orElseThrow().plain();
        return VALIDATOR.validate(new ObjectMapper().valueToTree(plain));
    }

    @Test
    void theSchemaInTheDocsIsTheCatalogues() {
        Goldens.check(ROOT.resolve("docs/manifest.schema.json"), SCHEMA);
    }

    @TestFactory
    Stream<DynamicTest> samplesAreAccepted() throws IOException {
        try (Stream<Path> samples = Files.walk(ROOT.resolve("samples"), 2);
                Stream<Path> models = Files.walk(ROOT.resolve("prebuilt-models"), 2)) {
            List<Path> manifests = Stream.concat(samples, models)
                    .filter(file -> file.endsWith("manifest.yaml"))
                    .sorted()
                    .toList();
            assertThat(manifests).isNotEmpty();
            return manifests.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            ROOT.relativize(file).toString(),
                            () -> assertThat(validate(Files.readString(file))).isEmpty()));
        }
    }

    /** Each replaces one text of a manifest that is accepted. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiVersion: dormouse.dev/v1 | apiVersion: v1",
                "name: demo | name: Demo",
                "version: 1.0.0 | version: 1",
                "version: 1.0.0 | verson: 1.0.0",
                "STRING[n] | TEXT[n]",
                "uses: truncateText | uses: truncate",
                "maxCodePoints: 9 | maxCodePoints: nine",
                "maxCodePoints: 9 | length: 9",
                "{maxCodePoints: 9} | {}",
                "{text: text} | {text: 'text.'}",
                "min: 0 | min: -1",
                "short.text | [short.text]",
            })
    void mistakesAreRefused(String good, String bad) {
        String manifest = """
                apiVersion: dormouse.dev/v1
                kind: Pipeline
                metadata: {name: demo}
                spec:
                  version: 1.0.0
                  inputs:
                    text: STRING[n]
                  steps:
                    - name: short
                      uses: truncateText
                      with: {maxCodePoints: 9}
                      inputs: {text: text}
                  outputs: {text: short.text}
                  scale: {min: 0}
                """;
        assertThat(validate(manifest)).isEmpty();
        assertThat(manifest).contains(good);
        assertThat(validate(manifest.replace(good, bad))).isNotEmpty();
    }
}
