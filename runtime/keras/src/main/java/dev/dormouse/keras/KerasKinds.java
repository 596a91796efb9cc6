package dev.dormouse.keras;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import dev.dormouse.step.StepTranslation;
import java.util.List;

/** Brings {@code uses: keras}. */
public final class KerasKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of();
    }

    @Override
    public List<StepTranslation> translations() {
        return List.of(new KerasToOnnx());
    }
}
