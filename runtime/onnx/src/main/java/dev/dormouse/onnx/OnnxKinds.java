package dev.dormouse.onnx;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: onnx}. */
public final class OnnxKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new OnnxKind());
    }
}
