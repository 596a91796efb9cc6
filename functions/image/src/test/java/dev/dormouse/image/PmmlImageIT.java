package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.engine.Bundle;
import dev.dormouse.testkit.Goldens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of a function with a PMML model: its engine in a layer of its own, the same for every platform. */
@Tag("it")
class PmmlImageIT {
    private static final String MANIFEST = """
            apiVersion: dormouse.dev/v1
            kind: Pipeline
            metadata: {name: line}
            spec:
              inputs: {x: 'FP64[n]'}
              steps: [{name: model, uses: pmml, with: {source: targets.pmml}}]
              outputs: {y: model.predicted_y}
            """;

    @TempDir
    private Path folder;

    @Test
    void theEngineStandsInItsLayer() throws Exception {
        BuildFolder build = StagedBuild.in(folder.resolve("build"));
        Files.copy(
                Samples.ROOT.resolve("runtime/pmml/src/test/resources/fixtures/files/targets.pmml"),
                folder.resolve("targets.pmml"));
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), MANIFEST);
        Path bundle = Samples.compile(manifest, folder.resolve("bundle"), folder);
        Set<Engine> engines = Engine.neededBy(Bundle.open(bundle).plan());
        assertThat(engines).containsExactly(Engine.PMML);
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            StagedFunction function = StagedFunction.stage(
                    build, engines, Platform.parse(platform), 25, folder.resolve(platform.replace('/', '-')));
            List<ImageLayer> layers = LayerPlan.ofFunction(function);
            StringBuilder text = new StringBuilder(layers.get(0).name()).append('\n');
            layers.get(0).files().stream()
                    .map(file -> file.path().replaceAll("-\\d[^/]*\\.jar$", ".jar") + '\n')
                    .sorted()
                    .forEach(text::append);
            Goldens.check(Path.of("src/test/resources/layers/pmml.txt"), text.toString());
            assertThat(layers.get(2).files().stream().map(file -> file.path()))
                    .as("our own code, which changes with each build")
                    .anyMatch(path -> path.contains("engines/pmml/dormouse-pmml-"));
            assertThat(function.environment("/opt/dormouse")).containsKey("DORMOUSE_ENGINES");
        }
    }
}
