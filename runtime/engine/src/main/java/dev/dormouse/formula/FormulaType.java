package dev.dormouse.formula;

import dev.dormouse.plan.Dim;
import java.util.List;

/** What a formula gives: numbers (in double precision), texts or truths; with no dims one of them. */
public record FormulaType(Kind kind, List<Dim> dims) {
    /** What an element is. */
    public enum Kind {
        NUMBER("a number"),
        TEXT("a text"),
        TRUTH("a comparison");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    public FormulaType {
        dims = List.copyOf(dims);
    }

    public boolean isTruth() {
        return kind == Kind.TRUTH;
    }
}
