package dev.dormouse.torchscript;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: torchscript}. */
public final class TorchscriptKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new TorchscriptKind());
    }
}
