package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.engine.Bundle;
import dev.dormouse.testkit.Goldens;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image of a function with a SavedModel: the engine in a layer of its own, its natives unpacked. Needs some 900 MB of disk. */
@Tag("it")
@Timeout(600)
class TensorflowImageIT {
    private static final String MANIFEST = """
            apiVersion: dormouse.dev/v1
            kind: Pipeline
            metadata: {name: linear}
            spec:
              inputs: {x: 'FP32[n, 3]'}
              steps: [{name: model, uses: tensorflow, with: {source: linear.zip}}]
              outputs: {y: model.y}
            """;

    @TempDir
    private Path folder;

    /** A container's temporary folder may hold 64 MB. */
    @Test
    void aBigModelComesUnpackedToo() throws Exception {
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), MANIFEST.replace("linear.zip", "linear"));
        Path zip = Samples.ROOT.resolve("runtime/tensorflow/src/test/resources/fixtures/files/linear.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            for (String name :
                    List.of("saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001")) {
                Path target = folder.resolve("linear").resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(files.getPath("linear", name), target);
            }
        }
        Workshop workshop = new Workshop(folder.resolve("workshop"));
        Bundle small = Bundle.open(Samples.compile(manifest, folder.resolve("small"), folder));
        assertThat(UnpackedModels.of(small, workshop)).isEmpty();
        Files.createDirectories(folder.resolve("linear/assets"));
        Files.write(folder.resolve("linear/assets/big"), new byte[(int) UnpackedModels.BIG]);
        Bundle big = Bundle.open(Samples.compile(manifest, folder.resolve("big"), folder));
        String digest = LayerPlan.artifacts(big.plan()).get(0).sha256();
        assertThat(UnpackedModels.of(big, workshop))
                .singleElement()
                .satisfies(layer -> assertThat(layer.files())
                        .extracting(ImageLayer.LayerFile::path)
                        .contains("/opt/dormouse/bundle/artifacts/" + digest + ".unpacked/saved_model.pb"));
    }

    @Test
    void theEngineStandsInItsLayerUnpacked() throws Exception {
        BuildFolder build = StagedBuild.in(folder.resolve("build"));
        Files.copy(
                Samples.ROOT.resolve("runtime/tensorflow/src/test/resources/fixtures/files/linear.zip"),
                folder.resolve("linear.zip"));
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), MANIFEST);
        Path bundle = Samples.compile(manifest, folder.resolve("bundle"), folder);
        Set<Engine> engines = Engine.neededBy(Bundle.open(bundle).plan());
        assertThat(engines).containsExactly(Engine.TENSORFLOW);
        StagedFunction function =
                StagedFunction.stage(build, engines, Platform.parse("linux/amd64"), 25, folder.resolve("staged"));
        List<ImageLayer> layers = LayerPlan.ofFunction(function);
        StringBuilder text = new StringBuilder(layers.get(0).name()).append('\n');
        layers.get(0).files().stream()
                .map(file -> file.path().replaceAll("-\\d[^/]*\\.jar$", ".jar") + '\n')
                .sorted()
                .forEach(text::append);
        Goldens.check(Path.of("src/test/resources/layers/tensorflow.txt"), text.toString());
        assertThat(layers.get(2).files().stream().map(file -> file.path()))
                .as("our own code, which changes with each build")
                .anyMatch(path -> path.contains("engines/tensorflow/dormouse-tensorflow-"));
        assertThat(function.environment("/opt/dormouse")).containsEntry("DORMOUSE_ENGINES", "/opt/dormouse/engines");
        assertThat(Files.readString(function.folder().resolve(StagedFunction.OPTIONS)))
                .endsWith("--sun-misc-unsafe-memory-access=allow\n");
        Path bill = folder.resolve("components.json");
        BillOfMaterials.describe(function, build.billOfMaterials(), bill);
        assertThat(Files.readString(bill))
                .contains("pkg:maven/org.tensorflow/tensorflow-core-api@", "libtensorflow_cc.so.2");
        assertThatThrownBy(() -> StagedFunction.stage(
                        build, engines, Platform.parse("linux/arm64"), 25, folder.resolve("other")))
                .hasMessageContaining("has no native library for linux/arm64");
    }
}
