package dev.dormouse.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ONNX model whose weights are in two other files: the plan has one file, the lock has all three. */
class JoiningTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("dormouse.root")).resolve("runtime/onnx/src/test/resources");
    private static final String MODEL = "two-files.onnx";

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void layOut() throws IOException {
        folder = Files.createDirectories(root.resolve("function"));
        Files.createDirectories(folder.resolve("parts"));
        for (String file : List.of(MODEL, "first.bin", "parts/second.bin")) {
            Files.copy(RESOURCES.resolve("external").resolve(file), folder.resolve(file));
        }
    }

    private Compilation compile() throws IOException {
        return compile(BareModel.manifestFor(folder.resolve(MODEL), StepCatalogue.load()));
    }

    private Compilation compile(String manifest) throws IOException {
        return ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), root.resolve("cache"))
                .compile(new SourceFile(folder.resolve("manifest.yaml"), manifest));
    }

    private Finding onlyFinding() throws IOException {
        List<Finding> findings = compile().findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void aBundleHasOneFileThatAnswersAndTheLockHasAll() throws IOException {
        Compilation compilation = compile();
        assertThat(compilation.findings()).isEmpty();
        BundleWriter.write(compilation.compiled().orElseThrow(), root.resolve("bundle"));
        String lock = Files.readString(root.resolve("bundle").resolve(Bundle.LOCK_FILE));
        for (String file : List.of(MODEL, "first.bin", "parts/second.bin")) {
            assertThat(lock).contains("\"" + file + "\"", Digests.sha256(folder.resolve(file)));
        }
        Bundle bundle = Bundle.open(root.resolve("bundle"));
        Artifact artifact = bundle.plan().steps().get(0).artifacts().get("source");
        assertThat(artifact.name()).isEqualTo(MODEL);
        assertThat(bundle.path(artifact)).isRegularFile();
        Map<?, ?> expected =
                (Map<?, ?>) PlanJson.decode(Files.readAllBytes(RESOURCES.resolve("external/two-files.json")));
        try (Pipeline pipeline = Pipeline.open(bundle.plan(), bundle, StepCatalogue.load(), StepListener.NONE)) {
            NumericTensor x = NumericTensor.of(Shape.of(2, 2), 1f, 1f, -2f, 0.5f);
            assertThat(expected.get("x")).hasToString("[[1.0, 1.0], [-2.0, 0.5]]");
            NumericTensor y = (NumericTensor) pipeline.run(Map.of("x", x)).get("y");
            assertThat(expected.get("y"))
                    .hasToString("[[%s, %s, %s], [%s, %s, %s]]"
                            .formatted(
                                    y.getDouble(0),
                                    y.getDouble(1),
                                    y.getDouble(2),
                                    y.getDouble(3),
                                    y.getDouble(4),
                                    y.getDouble(5)));
        }
    }

    @Test
    void equalFilesGiveEqualPlans() throws IOException {
        assertThat(compile().compiled().orElseThrow().plan())
                .isEqualTo(compile().compiled().orElseThrow().plan());
    }

    @Test
    void aPartThatIsNoLongerTheLockedOne() throws IOException {
        BundleWriter.write(compile().compiled().orElseThrow(), root.resolve("bundle"));
        Files.copy(root.resolve("bundle").resolve(Bundle.LOCK_FILE), folder.resolve(Bundle.LOCK_FILE));
        assertThat(compile().findings()).isEmpty();
        Files.write(folder.resolve("parts/second.bin"), new byte[12]);
        Finding finding = onlyFinding();
        assertThat(finding.code()).isEqualTo(FindingCode.DM402);
        assertThat(finding.message()).isEqualTo("'parts/second.bin' has another digest than the lock file says");
    }

    @Test
    void aPartThatIsNotThere() throws IOException {
        Files.delete(folder.resolve("parts/second.bin"));
        Finding finding = onlyFinding();
        assertThat(finding.code()).isEqualTo(FindingCode.DM401);
        assertThat(finding.message())
                .isEqualTo("'two-files.onnx' keeps a part of its data in 'parts/second.bin', which is not there");
    }

    @Test
    void aPartThatIsALinkOutOfTheModelsFolder() throws IOException {
        Path outside = Files.move(folder.resolve("parts/second.bin"), root.resolve("second.bin"));
        Files.createSymbolicLink(folder.resolve("parts/second.bin"), outside);
        Finding finding = onlyFinding();
        assertThat(finding.code()).isEqualTo(FindingCode.DM405);
        assertThat(finding.message())
                .isEqualTo("'two-files.onnx' keeps a part of its data in 'parts/second.bin',"
                        + " a link that leads out of the model's folder");
    }

    @Test
    void aPartThatIsTooShort() throws IOException {
        Files.write(folder.resolve("first.bin"), new byte[50]);
        Finding finding = onlyFinding();
        assertThat(finding.code()).isEqualTo(FindingCode.DM403);
        assertThat(finding.message())
                .isEqualTo("two-files.onnx keeps the weights 'b' in 'first.bin' up to byte 52, but that file has 50");
    }

    @Test
    void aNameThatLeadsOut() throws IOException {
        Files.copy(RESOURCES.resolve("models/external-in-a-branch.onnx"), folder.resolve("out.onnx"));
        Compilation compilation = compile(BareModel.manifestFor(folder.resolve("out.onnx"), StepCatalogue.load()));
        assertThat(compilation.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(FindingCode.DM404))
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("out.onnx keeps the weights 'w' in '/etc/passwd', outside of its own folder"));
    }

    @Test
    void anInlinedModelHasNoFilesBesideIt() throws IOException {
        String inlined =
                "data:;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(MODEL)));
        String manifest = BareModel.manifestFor(folder.resolve(MODEL), StepCatalogue.load());
        assertThat(compile(manifest.replace(MODEL, "\"" + inlined + "\"")).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(FindingCode.DM405))
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("'inlined file' keeps a part of its data in 'first.bin', which cannot be had:"
                                + " only a file beside the manifest can have others"));
    }
}
