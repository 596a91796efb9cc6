package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.engine.Bundle;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image of a function with a TorchScript model: PyTorch in a layer of its own, its natives unpacked. Needs some 1.2 GB of disk. */
@Tag("it")
@Timeout(600)
class TorchscriptImageIT {
    private static final String MANIFEST = """
            apiVersion: dormouse.dev/v1
            kind: Pipeline
            metadata: {name: mlp}
            spec:
              inputs: {x: 'FP32[n, 3]'}
              steps:
                - name: torch
                  uses: torchscript
                  with: {source: mlp.pt, inputs: {x: 'FP32[n, 3]'}, outputs: {y: 'FP32[n, 2]'}}
              outputs: {y: torch.y}
            """;

    @TempDir
    private Path folder;

    private BuildFolder build = null;
    private Path bundle = null;

    @BeforeEach
    void stage() throws IOException {
        build = StagedBuild.in(folder.resolve("build"));
        Files.copy(
                Samples.ROOT.resolve("runtime/torchscript/src/test/resources/fixtures/files/mlp.pt"),
                folder.resolve("mlp.pt"));
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), MANIFEST);
        bundle = Samples.compile(manifest, folder.resolve("bundle"), folder);
    }

    @Test
    void theEngineStandsInItsLayerUnpacked() throws Exception {
        Set<Engine> engines = Engine.neededBy(Bundle.open(bundle).plan());
        assertThat(engines).containsExactly(Engine.TORCHSCRIPT);
        StagedFunction function =
                StagedFunction.stage(build, engines, Platform.parse("linux/amd64"), 25, folder.resolve("staged"));
        List<ImageLayer> layers = LayerPlan.ofFunction(function);
        StringBuilder text = new StringBuilder(layers.get(0).name()).append('\n');
        layers.get(0).files().stream()
                .map(file -> file.path().replaceAll("-\\d[^/]*\\.jar$", ".jar") + '\n')
                .sorted()
                .forEach(text::append);
        Goldens.check(Path.of("src/test/resources/layers/torchscript.txt"), text.toString());
        assertThat(layers.get(2).files().stream().map(file -> file.path()))
                .as("our own code, which changes with each build")
                .anyMatch(path -> path.contains("engines/torchscript/dormouse-torchscript-"));
        Path bill = folder.resolve("components.json");
        BillOfMaterials.describe(function, build.billOfMaterials(), bill);
        assertThat(Files.readString(bill))
                .as("DJL's jars have no mark of Maven in them: file names and digests alone")
                .contains("\"pytorch-engine-", "libtorch_cpu.so");
        assertThatThrownBy(() -> StagedFunction.stage(
                        build, engines, Platform.parse("linux/arm64"), 25, folder.resolve("other")))
                .hasMessageContaining("has no native library for linux/arm64");
    }

    /** Nothing is unpacked, compiled or noted anywhere at a start: PyTorch and DJL would do so in folders of the user's. */
    @Test
    void answersInAContainerThatMayDoNothing() throws Exception {
        assumeTrue(Container.canRun(), "needs root, runc, nsenter and curl");
        Path tar = folder.resolve("image.tar");
        StagedBuild.images(build, folder)
                .make(
                        bundle,
                        Platform.ofThisMachine(),
                        new Base.ThisMachine(),
                        new Destination.TarFile(tar, "dormouse.local/mlp:1"));
        boolean cache = JavaRuntime.in(StagedBuild.jdk()).orElseThrow().major() >= 25;
        try (Container container = new Container(tar, folder.resolve("container"))) {
            assertThat(container.config().path("User").asText()).isEqualTo("65532:65532");
            container.start(cache ? "-XX:AOTMode=on" : "-Xshare:on");
            assertThat(container.ask("/eval", "{\"x\": [[0.5, -1.0, 2.0]]}")).contains("0.60356");
            assertThat(Files.readString(container.log())).doesNotContain("ERROR", "WARN");
        }
    }
}
