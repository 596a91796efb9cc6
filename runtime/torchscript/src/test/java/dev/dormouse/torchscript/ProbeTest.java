package dev.dormouse.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.step.ArtifactException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final Map<String, Object> X = Models.types("x FP32[n, 3]");
    private static final Map<String, Object> Y = Models.types("y FP32[n, 3]");

    private static ArtifactException refusal(Path model, Map<String, Object> outputs) {
        return catchThrowableOfType(
                ArtifactException.class, () -> Probe.in(Probe.class, Models.declaration(model, X, outputs)));
    }

    @Test
    void aModelThatEndsTheProcessEndsAnother() {
        assertThat(refusal(Models.ODD.resolve("aborts.pt"), Y))
                .hasMessage("PyTorch ends its process on loading or running aborts.pt (SIGFPE): in libtorch_cpu.so");
    }

    @Test
    void whatItReturnsMustBeWhatTheManifestSays() {
        assertThat(refusal(Models.ODD.resolve("returns-int16.pt"), Y))
                .hasMessage("returns-int16.pt, run on made-up inputs: its output 'y' is declared FP32, but the model"
                        + " returns a datatype that is not read, such as INT16 or BFLOAT16");
        assertThat(refusal(Models.GOOD.resolve("mlp.pt"), Models.types("y FP32[n]")))
                .hasMessage(
                        "mlp.pt, run on made-up inputs: its output 'y' is declared FP32[n], but has the shape [1, 2]");
    }

    @Test
    void valuesThatTheModelDoesNotTakeAreNotItsFault() {
        assertThatCode(() -> Probe.in(Probe.class, Models.declaration(Models.ODD.resolve("raises.pt"), X, Y)))
                .doesNotThrowAnyException();
    }
}
