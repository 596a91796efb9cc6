package dev.dormouse.compiler.resolve;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: pipeline} to who compiles. A function never sees it: its plan has the inner steps. */
public final class PipelineKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new PipelineKind());
    }
}
