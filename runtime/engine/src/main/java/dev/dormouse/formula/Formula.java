package dev.dormouse.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A formula as it is written: constants, references, and operators and functions over them. */
public sealed interface Formula {
    /** Truths from any number of truths; they look at all elements. */
    Set<String> OVER_ALL = Set.of("all", "any");

    Part part();

    /** A Double, a String or a Boolean. */
    record Constant(Object value, Part part) implements Formula {}

    /**
     * A tensor, or an element of its last axes.
     *
     * @param output empty for an input
     * @param subscripts for the last axes, from 0; negative ones count from the end
     */
    record Reference(String source, Optional<String> output, List<Integer> subscripts, Part part) implements Formula {
        public Reference {
            subscripts = List.copyOf(subscripts);
        }

        /** What it refers to, without quotes and subscripts. */
        public String name() {
            return output.map(port -> source + "." + port).orElse(source);
        }
    }

    /** An operator ({@code &&}, {@code <}, {@code +}, with one argument {@code !} and {@code -}) or a function. */
    record Call(String function, List<Formula> arguments, Part part) implements Formula {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** The references in it, in their order. */
    default List<Reference> references() {
        List<Reference> found = new ArrayList<>();
        List<Formula> open = new ArrayList<>(List.of(this));
        while (!open.isEmpty()) {
            Formula next = open.remove(open.size() - 1);
            if (next instanceof Reference reference) {
                found.add(0, reference);
            } else if (next instanceof Call call) {
                open.addAll(call.arguments());
            }
        }
        return found;
    }

    /** Whether some part of it looks at all elements at once. */
    default boolean looksAtAll() {
        return this instanceof Call call
                && (OVER_ALL.contains(call.function())
                        || call.arguments().stream().anyMatch(Formula::looksAtAll));
    }
}
