package dev.dormouse.steps.custom;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The step kind for classes of users. */
public final class CustomKinds {
    private CustomKinds() {}

    public static List<StepKind> all() {
        return List.of(new JavaKind());
    }
}
