package dev.dormouse.http;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: http}. */
public final class HttpKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new HttpKind());
    }
}
