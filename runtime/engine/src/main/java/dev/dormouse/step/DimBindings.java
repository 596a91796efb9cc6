package dev.dormouse.step;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the named dims of a step's ports stand for. The dims on the pipeline's side are already known (numbers, or names
 * that mean any number), so this is one-way matching: a port's name binds to the actual dim and must bind to the same
 * everywhere; an unknown dim agrees with anything and is checked when the request runs.
 */
public final class DimBindings {
    private final Map<String, Dim> bound = new HashMap<>();

    /** Tries to let the pattern's dim stand for the actual one; says what was expected instead when it cannot. */
    public Optional<Dim> mismatch(Dim wanted, Dim actual) {
        Dim expected = resolve(wanted);
        if (expected instanceof Dim.Unknown || actual instanceof Dim.Unknown) {
            if (wanted instanceof Dim.Named name && expected instanceof Dim.Unknown) {
                bound.put(name.name(), actual);
            }
            return Optional.empty();
        }
        return expected.equals(actual) ? Optional.empty() : Optional.of(expected);
    }

    /** The actual dim for a pattern's dim: numbers stand for themselves, unbound names are unknown. */
    public Dim resolve(Dim wanted) {
        return wanted instanceof Dim.Named name ? bound.getOrDefault(name.name(), Dim.UNKNOWN) : wanted;
    }

    /**
     * A port's type with the bound dims put in. A name that nothing bound is new: it becomes {@code step.name}, a dim
     * that only this step knows.
     */
    public TensorType substitute(TensorType pattern, String stepName) {
        List<Dim> dims = new ArrayList<>();
        for (Dim dim : pattern.dims()) {
            dims.add(
                    dim instanceof Dim.Named name && !bound.containsKey(name.name())
                            ? Dim.ofStep(stepName, name.name())
                            : resolve(dim));
        }
        return new TensorType(pattern.datatype(), dims);
    }
}
