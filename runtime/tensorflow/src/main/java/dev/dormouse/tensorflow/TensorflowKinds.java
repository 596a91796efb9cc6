package dev.dormouse.tensorflow;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: tensorflow}. */
public final class TensorflowKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new TensorflowKind());
    }
}
