package dev.dormouse.step;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The types of a step's outputs, in the kind's order, and whether it works row by row. */
public record Signature(Map<String, TensorType> outputs, Rows rows) {
    public Signature {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** One output. */
    public static Signature of(String name, TensorType type, Rows rows) {
        return new Signature(Map.of(name, type), rows);
    }

    /**
     * Rows of a file that does not say whether they are apart: they may be only if one and the same dim begins every input
     * and every output.
     */
    public static Rows rows(Collection<List<Dim>> inputs, Collection<List<Dim>> outputs) {
        Set<Dim> firsts = new HashSet<>();
        Stream.concat(inputs.stream(), outputs.stream())
                .forEach(dims -> firsts.add(dims.isEmpty() ? Dim.UNKNOWN : dims.get(0)));
        boolean common = firsts.size() == 1 && firsts.stream().allMatch(Dim.Named.class::isInstance);
        return common && !inputs.isEmpty() ? Rows.TO_BE_TRIED : Rows.MIXED;
    }

    /** Whether row i of every output depends on row i of the inputs alone, so that a batch may be cut and joined. */
    public enum Rows {
        /** By construction. */
        INDEPENDENT,
        /** Not: the step mixes rows, or its outputs have no rows. */
        MIXED,
        /** The file does not say; the compiler tries rows alone and together. */
        TO_BE_TRIED
    }
}
