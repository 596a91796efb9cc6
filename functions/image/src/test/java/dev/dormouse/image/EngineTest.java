package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.resolve.PipelineKinds;
import dev.dormouse.engine.Bundle;
import dev.dormouse.onnx.OnnxKinds;
import dev.dormouse.pmml.PmmlKinds;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import dev.dormouse.steps.PlainSteps;
import dev.dormouse.tokenizer.TokenizerKinds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sentiment-en, onnx-tokenizer", "wine, onnx", "digits, onnx"})
    void aPlanNeedsTheEnginesOfItsSteps(String sample, String engines) throws Exception {
        Bundle bundle = Bundle.open(Samples.compile(sample, folder));
        assertThat(Engine.nameOf(Engine.neededBy(bundle.plan()))).isEqualTo(engines);
    }

    @Test
    void anEngineInAFolderHasNoJarsAmongTheFunctions() {
        assertThat(Engine.TENSORFLOW.kindsInFolders()).containsExactly("tensorflow");
        assertThat(Engine.TENSORFLOW.hasInFolder("engines/tensorflow/javacpp-1.5.11.jar"))
                .isTrue();
        assertThat(Engine.HTTP.kindsInFolders()).containsExactly("http");
        assertThat(Engine.TORCHSCRIPT.kindsInFolders()).containsExactly("torchscript");
        assertThat(Engine.ONNX.kindsInFolders()).isEmpty();
        assertThat(Engine.PMML.kindsInFolders()).containsExactly("pmml");
        assertThat(Engine.PMML.hasInFolder("engines/tensorflow/javacpp-1.5.11.jar"))
                .isFalse();
        assertThat(Engine.nameOf(Set.of(Engine.TENSORFLOW, Engine.ONNX))).isEqualTo("onnx-tensorflow");
    }

    @Test
    void noEngineIsPlain() {
        assertThat(Engine.nameOf(Set.of())).isEqualTo("plain");
    }

    /** A new engine's step kinds would otherwise run here and be missing in every image. */
    @Test
    void everyStepKindIsPlainOrHasItsEngine() {
        // the compiler's own kind is in no plan; a test of this module compiles PMML
        assertThat(ServiceLoader.load(StepKinds.class))
                .extracting(kinds -> kinds.getClass().getName())
                .containsExactlyInAnyOrder(
                        PipelineKinds.class.getName(),
                        PlainSteps.class.getName(),
                        OnnxKinds.class.getName(),
                        PmmlKinds.class.getName(),
                        TokenizerKinds.class.getName());
        List<StepKind> fromEngines = ServiceLoader.load(StepKinds.class).stream()
                .filter(kinds -> !Set.of(PlainSteps.class, PipelineKinds.class).contains(kinds.type()))
                .flatMap(kinds -> kinds.get().kinds().stream())
                .toList();
        assertThat(fromEngines)
                .isNotEmpty()
                .allMatch(kind -> Arrays.stream(Engine.values()).anyMatch(engine -> engine.brings(kind.name())));
        assertThat(StepCatalogue.load().find("onnx")).isPresent();
    }
}
