package dev.dormouse.pmml;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: pmml}. */
public final class PmmlKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new PmmlKind());
    }
}
