package dev.dormouse.step;

import java.util.List;

/** The service by which a module brings its step kinds. */
public interface StepKinds {
    List<StepKind> kinds();

    /** Formats that are run by another kind, which may be of another module. */
    default List<StepTranslation> translations() {
        return List.of();
    }
}
