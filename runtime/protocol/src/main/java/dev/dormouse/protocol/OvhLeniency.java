package dev.dormouse.protocol;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What OVH's API takes beyond the inputs' names: a second name, and that an input of texts is left out, which then is one
 * empty text.
 *
 * @param otherNames by input, under which name its tensor may come, too
 * @param optional inputs that may be left out; only those of texts are
 */
public record OvhLeniency(Map<String, String> otherNames, Set<String> optional) {
    public static final OvhLeniency NONE = new OvhLeniency(Map.of(), Set.of());

    public OvhLeniency {
        otherNames = Map.copyOf(otherNames);
        optional = Set.copyOf(optional);
    }

    boolean isNone() {
        return otherNames.isEmpty() && optional.isEmpty();
    }

    /** Whether a body may lack the input. */
    public boolean mayLack(Port port) {
        return optional.contains(port.name()) && port.type().datatype() == Datatype.STRING;
    }

    /** Under which name the input is, or should be, in a body with these names; empty if it is left out and may be. */
    Optional<String> nameAmong(Set<String> given, Port port) {
        String name = port.name();
        if (given.contains(name)) {
            return Optional.of(name);
        }
        String other = otherNames.getOrDefault(name, name);
        return given.contains(other) || !mayLack(port) ? Optional.of(other) : Optional.empty();
    }

    /** What an input of texts is that was left out. Tensors of a request have no empty dims. */
    static Tensor absent(Port port) {
        Shape shape = Shape.of(port.type().dims().stream()
                .mapToLong(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : 1)
                .toArray());
        String[] texts = new String[Math.toIntExact(shape.elementCount())];
        Arrays.fill(texts, "");
        return new TextTensor(shape, texts);
    }
}
