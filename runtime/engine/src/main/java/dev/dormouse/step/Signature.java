package dev.dormouse.step;

import dev.dormouse.plan.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types of a step's outputs, in the kind's order, and whether it works row by row. */
public record Signature(Map<String, TensorType> outputs, Rows rows) {
    public Signature {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** One output. */
    public static Signature of(String name, TensorType type, Rows rows) {
        return new Signature(Map.of(name, type), rows);
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
