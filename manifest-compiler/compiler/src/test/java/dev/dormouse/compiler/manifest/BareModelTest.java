package dev.dormouse.compiler.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareModelTest {
    @TempDir
    Path folder;

    /** A kind whose ports are given, in the place of a model's. */
    private record FakeModel(List<InputPort> ports, Map<String, TensorType> produced) implements StepKind {
        @Override
        public String name() {
            return "onnx";
        }

        @Override
        public String summary() {
            return "A model.";
        }

        @Override
        public List<Option> options() {
            return List.of(Option.required("source", OptionType.SOURCE, "the file"));
        }

        @Override
        public List<InputPort> inputs(Declaration declaration) {
            return ports;
        }

        @Override
        public List<OutputPort> outputs() {
            return List.of();
        }

        @Override
        public Signature signature(Typing typing) {
            Map<String, TensorType> types = new LinkedHashMap<>();
            produced.forEach((name, type) -> types.put(name, typing.dims().substitute(type, "model")));
            return new Signature(types, Signature.Rows.MIXED);
        }

        @Override
        public Step open(StepContext context) {
            throw new IllegalStateException("not run here");
        }
    }

    private String manifest(FakeModel model) throws IOException {
        Path file = Files.writeString(folder.resolve("My Model_v2.onnx"), "");
        String text = BareModel.manifestFor(file, StepCatalogue.of(List.of(model)));
        Findings findings = new Findings(new SourceFile(folder.resolve("manifest.yaml"), text));
        assertThat(ManifestReader.read(findings.file(), findings)).isPresent();
        assertThat(findings.sorted()).isEmpty();
        return text;
    }

    @Test
    void namesAndDimsAreMadeValid() throws IOException {
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        outputs.put("logits", TensorType.parse("FP32[batch, 2]"));
        outputs.put("1234", TensorType.parse("FP32[batch]"));
        outputs.put("pooler/out:0", TensorType.parse("FP32[batch, sequence.length]"));
        FakeModel model = new FakeModel(
                List.of(
                        InputPort.required("input_ids", "INT64[batch, sequence.length]", ""),
                        InputPort.required("serving_default/x:0", "STRING|BYTES[batch, n, ?]", ""),
                        InputPort.required("model", "FP32[batch, 3]", ""),
                        InputPort.optional("alpha", "FP32", "")),
                outputs);
        assertThat(manifest(model)).isEqualTo("""
                        # Written from the signature of My Model_v2.onnx. Rename inputs and outputs, add steps and examples as you like.
                        apiVersion: dormouse.dev/v1
                        kind: Pipeline
                        metadata: {name: my-model-v2}
                        spec:
                          inputs:
                            input_ids: INT64[n, sequence_length]
                            serving_default_x_0: STRING[n, n2, ?]
                            model: FP32[n, 3]
                          steps:
                            - name: theModel
                              uses: onnx
                              with: {source: "My Model_v2.onnx"}
                              inputs:
                                input_ids: input_ids
                                "serving_default/x:0": serving_default_x_0
                                model: model
                          outputs:
                            logits: theModel.logits  # FP32[n, 2]
                            output_1234: theModel.1234  # FP32[n]
                            pooler_out_0: 'theModel."pooler/out:0"'  # FP32[n, sequence_length]
                        """);
    }

    @Test
    void aKerasFileInHdf5HasOvhsNamesToo() {
        Map<String, TensorType> one = Map.of("dense_input", TensorType.parse("FP32[n, 4]"));
        Map<String, TensorType> out = Map.of("dense_3", TensorType.parse("FP32[n, 3]"));
        String text = new BareManifestText(new BareManifest("Test.H5", "keras", List.of(), one, out, Optional.empty()))
                .text();
        Findings findings = new Findings(new SourceFile(Path.of("model.yaml"), text));
        Manifest manifest = ManifestReader.read(findings.file(), findings).orElseThrow();
        assertThat(findings.sorted()).isEmpty();
        assertThat(manifest.metadata().annotations())
                .isEqualTo(Map.of("ovh/names", "{\"dense_input\": \"inputs\", \"dense_3\": \"prediction\"}"));
        Map<String, TensorType> two = Map.of("a", TensorType.parse("FP32[n]"), "b", TensorType.parse("FP32[n]"));
        for (BareManifestText other : List.of(
                new BareManifestText(new BareManifest("test.h5", "keras", List.of(), two, out, Optional.empty())),
                new BareManifestText(new BareManifest("test.keras", "keras", List.of(), one, out, Optional.empty())),
                new BareManifestText(new BareManifest("test.h5", "onnx", List.of(), one, out, Optional.empty())))) {
            assertThat(other.text()).doesNotContain("annotations");
        }
    }

    @Test
    void fixedFirstDimsStay() throws IOException {
        FakeModel model = new FakeModel(
                List.of(InputPort.required("a", "FP32[3, 4]", ""), InputPort.required("b", "FP32[rows, 4]", "")),
                Map.of("c", TensorType.of(Datatype.FP32, Dim.named("rows"))));
        assertThat(manifest(model)).contains("a: FP32[3, 4]", "b: FP32[rows, 4]", "c: model.c  # FP32[rows]");
    }

    /** A kind that is told its types. */
    private record Untyped() implements StepKind {
        @Override
        public String name() {
            return "torchscript";
        }

        @Override
        public String summary() {
            return "A model.";
        }

        @Override
        public List<Option> options() {
            return List.of(
                    Option.required("source", OptionType.SOURCE, "the file"),
                    Option.required("inputs", OptionType.TEXT, "the types"),
                    Option.required("outputs", OptionType.TEXT, "the types"));
        }

        @Override
        public List<InputPort> inputs(Declaration declaration) {
            return List.of();
        }

        @Override
        public List<OutputPort> outputs() {
            return List.of();
        }

        @Override
        public List<String> about(Declaration declaration) {
            return List.of("TorchScript, written by PyTorch 2.7");
        }

        @Override
        public Signature signature(Typing typing) {
            throw new IllegalStateException("not known");
        }

        @Override
        public Step open(StepContext context) {
            throw new IllegalStateException("not run here");
        }
    }

    @Test
    void aModelThatDoesNotSayItsTypesGetsAManifestToFillIn() throws IOException {
        Path file = Files.writeString(folder.resolve("net.pt"), "");
        StepCatalogue catalogue = StepCatalogue.of(List.of(new Untyped()));
        assertThatThrownBy(() -> BareModel.manifestFor(file, catalogue))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("'net.pt' needs a manifest, as it does not say the types of its inputs and outputs");
        String text = BareModel.infer(file, catalogue).commented("net", new BareExample.Missing(""));
        Goldens.check(Path.of("src/test/resources/written/net.pt.yaml"), text);
        Findings findings = new Findings(new SourceFile(folder.resolve("manifest.yaml"), text));
        ManifestReader.read(findings.file(), findings);
        assertThat(findings.sorted())
                .extracting(finding -> finding.message())
                .containsExactly("'TODO' is not a datatype");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("model.txt"), "");
        assertThatThrownBy(() -> BareModel.manifestFor(file, StepCatalogue.of(List.of())))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("model.txt");
    }

    @Test
    void aFoldersModelsAreFound() throws IOException {
        Files.writeString(folder.resolve("b.onnx"), "");
        Files.writeString(folder.resolve("readme.md"), "");
        Files.writeString(folder.resolve("c.pt"), "");
        assertThat(BareModel.modelsIn(folder)).containsExactly(folder.resolve("b.onnx"));
        zip("other.zip", "readme.md");
        assertThat(BareModel.modelsIn(folder)).containsExactly(folder.resolve("b.onnx"));
        zip("saved.zip", "saved/saved_model.pb");
        assertThat(BareModel.modelsIn(folder)).containsExactly(folder.resolve("b.onnx"), folder.resolve("saved.zip"));
        Files.writeString(folder.resolve("saved_model.pb"), "");
        assertThat(BareModel.modelsIn(folder)).containsExactly(folder);
    }

    @Test
    void xmlIsAModelWhenItsRootIsPmml() throws IOException {
        Files.writeString(
                folder.resolve("a.xml"), "<?xml version=\"1.0\"?>\n<!-- x -->\n<PMML version=\"4.4\"><broken");
        Files.writeString(folder.resolve("b.xml"), "<project><PMML/></project>");
        Files.writeString(folder.resolve("c.xml"), "<!DOCTYPE PMML SYSTEM \"http://127.0.0.1:1/x\"><PMML/>");
        Files.writeString(folder.resolve("d.xml"), "no XML");
        Files.writeString(folder.resolve("e.pmml"), "");
        assertThat(BareModel.modelsIn(folder))
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("a.xml", "c.xml", "e.pmml");
    }

    @Test
    void ofSeveralDatatypesThePlainestIsWritten() throws IOException {
        FakeModel model = new FakeModel(
                List.of(
                        InputPort.required("whole", "INT32|INT64|FP64[rows]", ""),
                        InputPort.required("number", "FP32|FP64[rows]", ""),
                        InputPort.required("flag", "BOOL|FP64[rows]", "")),
                Map.of("y", TensorType.parse("FP64[rows]")));
        assertThat(manifest(model))
                .contains("whole: INT64[n]", "number: FP64[n]", "flag: BOOL[n]", "y: model.y  # FP64[n]");
    }

    private void zip(String name, String entry) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            zip.putNextEntry(new ZipEntry(entry));
        }
    }

    @Test
    void aModelWhoseEngineIsNotThereIsToldSo() throws IOException {
        zip("saved.zip", "saved_model.pb");
        assertThatThrownBy(() -> BareModel.manifestFor(folder.resolve("saved.zip"), StepCatalogue.of(List.of())))
                .hasMessage("'saved.zip' needs the engine of 'tensorflow', which is not in this build");
    }

    @Test
    void aModelThatSaysNoTypesIsRefusedWithTheManifestToWrite() throws IOException {
        Path model = Files.copy(
                Path.of("../../runtime/torchscript/src/test/resources/fixtures/files/embedding.pt"),
                folder.resolve("My model.pt"));
        assertThat(BareModel.modelsIn(folder)).containsExactly(model);
        ArtifactException refusal =
                catchThrowableOfType(ArtifactException.class, () -> BareModel.manifestFor(model, StepCatalogue.load()));
        assertThat(refusal)
                .hasMessage("'My model.pt' needs a manifest, as it does not say the types of its inputs and outputs");
        String manifest = refusal.help().substring(refusal.help().indexOf('\n') + 1);
        Goldens.check(Path.of("src/test/resources/written/embedding.pt.yaml"), manifest);
        BareManifest inferred = BareModel.infer(model, StepCatalogue.load());
        assertThat(inferred.commented("my-model", new BareExample.Missing("")))
                .as("what 'dormouse new' writes")
                .isEqualTo(manifest);
    }
}
