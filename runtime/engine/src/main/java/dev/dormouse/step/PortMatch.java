package dev.dormouse.step;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matches the types of the wired inputs against the patterns of a step's ports; the first half of its type check. */
public final class PortMatch {
    private PortMatch() {}

    /**
     * Binds the ports' dims to the actual ones and reports every input that does not fit.
     *
     * @param ports by wired port name; for kinds that accept any inputs, each name has the one port
     */
    public static DimBindings match(Map<String, InputPort> ports, Map<String, TensorType> inputs, Problems problems) {
        DimBindings bindings = new DimBindings();
        inputs.forEach((name, actual) -> {
            InputPort port = ports.get(name);
            if (port != null) {
                check(name, port.pattern(), actual, bindings).ifPresent(problems::report);
            }
        });
        return bindings;
    }

    private static Optional<Problem> check(String name, TypePattern pattern, TensorType actual, DimBindings bindings) {
        Problem.Place place = Problem.Place.input(name);
        String asked = "'" + name + "' takes " + pattern + ", but gets " + actual;
        if (!pattern.accepts(actual.datatype())) {
            return Optional.of(new Problem(place, Problem.Rule.DATATYPE, asked, castHelp(pattern, actual)));
        }
        List<Dim> wanted = pattern.dims();
        boolean rankFits = pattern.open() ? actual.rank() >= wanted.size() : actual.rank() == wanted.size();
        if (!rankFits) {
            return Optional.of(new Problem(
                    place,
                    Problem.Rule.RANK,
                    asked,
                    "give a tensor with " + (pattern.open() ? "at least " : "") + wanted.size()
                            + (wanted.size() == 1 ? " dim" : " dims") + "; 'reshape' changes the number of dims"));
        }
        for (int i = 0; i < wanted.size(); i++) {
            Optional<Dim> expected =
                    bindings.mismatch(wanted.get(i), actual.dims().get(i));
            if (expected.isPresent()) {
                return Optional.of(new Problem(
                        place,
                        Problem.Rule.DIM,
                        asked + ": dim " + (i + 1) + " must be " + expected.get() + ", not "
                                + actual.dims().get(i),
                        dimHelp(expected.get(), actual.dims().get(i))));
            }
        }
        return Optional.empty();
    }

    private static String castHelp(TypePattern pattern, TensorType actual) {
        if (actual.datatype() == Datatype.BYTES) {
            return pattern.datatypes().contains(Datatype.STRING)
                    ? "put a 'decodeText' step in between, or wire another output"
                    : "wire an output of a fitting datatype";
        }
        if (actual.datatype().isVariableLength() == pattern.datatypes().stream().allMatch(d -> d.isVariableLength())) {
            return "put a 'cast' step in between, or wire another output";
        }
        return "wire an output of a fitting datatype";
    }

    private static String dimHelp(Dim expected, Dim actual) {
        if (expected instanceof Dim.Fixed && actual instanceof Dim.Named) {
            return "'" + actual + "' stands for any number; say " + expected + " where it is declared, or use a model"
                    + " with a dynamic dim";
        }
        if (expected instanceof Dim.Named && actual instanceof Dim.Named) {
            return "both must be the same number: use one name for both where they are declared";
        }
        return "give a tensor of that size there";
    }
}
