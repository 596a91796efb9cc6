package dev.dormouse.compiler.manifest;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Types for a pipeline's inputs from the ports of a model: when no input begins with a number, the first dims are the
 * batch {@code n}; other names of the model's are made valid and kept apart.
 */
final class BareSignature {
    private static final String BATCH = "n";
    private static final List<Datatype> PLAIN = List.of(Datatype.STRING, Datatype.BOOL, Datatype.INT64, Datatype.FP64);

    private final Map<String, String> dimNames = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    BareSignature() {
        taken.add(BATCH);
    }

    /** By port name, in the order of the ports. */
    Map<String, TensorType> types(List<InputPort> ports) {
        List<Dim> firsts = ports.stream()
                .map(port -> port.pattern().dims())
                .map(dims -> dims.isEmpty() ? Dim.of(1) : dims.get(0))
                .toList();
        boolean batched = firsts.stream().noneMatch(dim -> dim instanceof Dim.Fixed)
                && firsts.stream()
                                .filter(dim -> dim instanceof Dim.Named)
                                .distinct()
                                .count()
                        <= 1;
        if (batched) {
            firsts.stream()
                    .filter(dim -> dim instanceof Dim.Named)
                    .forEach(dim -> dimNames.put(((Dim.Named) dim).name(), BATCH));
        }
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (InputPort port : ports) {
            List<Dim> dims = new ArrayList<>();
            for (Dim dim : port.pattern().dims()) {
                dims.add(batched && dims.isEmpty() ? Dim.named(BATCH) : valid(dim));
            }
            types.put(port.name(), new TensorType(datatype(port), dims));
        }
        return types;
    }

    /** Of several the plainest: texts as texts, flags as flags, whole numbers as such, and all of a number's digits. */
    private static Datatype datatype(InputPort port) {
        Set<Datatype> datatypes = port.pattern().datatypes();
        return PLAIN.stream()
                .filter(datatypes::contains)
                .findFirst()
                .orElseGet(() -> datatypes.stream().sorted().findFirst().orElse(Datatype.FP32));
    }

    private Dim valid(Dim dim) {
        return dim instanceof Dim.Named named ? Dim.named(dimNames.computeIfAbsent(named.name(), this::newName)) : dim;
    }

    private String newName(String name) {
        String base = BareManifestText.validName(name, "dim");
        String unique = base;
        for (int i = 2; !taken.add(unique); i++) {
            unique = base + i;
        }
        return unique;
    }
}
