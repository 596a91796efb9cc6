package dev.dormouse.step;

import java.util.List;

/** The service by which a module brings its step kinds. */
public interface StepKinds {
    List<StepKind> kinds();
}
