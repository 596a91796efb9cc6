package dev.dormouse.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.step.ArtifactException;
import org.junit.jupiter.api.Test;

class ProbeTest {
    /** Ends as a process does whose C++ code failed an assertion. */
    static final class Aborting {
        private Aborting() {}

        public static void main(String[] arguments) {
            System.err.println("F0000 00:00:1795577157.917651 tensor_shape.cc:201] Check failed: size >= 0 (0 vs. -7)");
            Runtime.getRuntime().halt(134);
        }
    }

    @Test
    void aGoodModelIsLoadedAndABadOneRefusedInTheSameWords() {
        assertThatCode(() -> Probe.in(Probe.class, Models.GOOD.resolve("lookup.zip")))
                .doesNotThrowAnyException();
        ArtifactException refusal = catchThrowableOfType(
                ArtifactException.class, () -> Probe.in(Probe.class, Models.REFUSED.resolve("unknown-operator.zip")));
        assertThat(refusal).hasMessageStartingWith("TensorFlow cannot load unknown-operator.zip: ");
        assertThat(refusal.help()).isEqualTo("try tf.saved_model.load on it in Python, or export it once more");
    }

    @Test
    void aModelThatEndsTheProcessEndsAnother() {
        ArtifactException refusal = catchThrowableOfType(
                ArtifactException.class, () -> Probe.in(Aborting.class, Models.GOOD.resolve("linear.zip")));
        assertThat(refusal)
                .hasMessageStartingWith("TensorFlow ends its process on loading linear.zip (signal 6): ")
                .hasMessageEndingWith("Check failed: size >= 0 (0 vs. -7)");
    }
}
