package dev.dormouse.engine;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sizes that named dims have in one request, and whether actual tensors agree with declared types. An input is never
 * empty; an output may be, along a dim of which the plan knows nothing else: a detector that found nothing.
 */
final class ShapeCheck {
    private final Map<String, Long> sizes = new HashMap<>();

    /** Puts a request's inputs into the first slots, in the order of the ports. */
    void inputs(List<Port> ports, Map<String, Tensor> tensors, Tensor[] slots) {
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            Tensor tensor = tensors.get(port.name());
            if (tensor == null) {
                throw PipelineException.invalidInput("input '" + port.name() + "' is missing; it takes " + port.type());
            }
            Optional<String> mismatch = mismatch(port.type(), tensor).or(() -> empty(tensor));
            if (mismatch.isPresent()) {
                throw PipelineException.invalidInput(
                        "input '" + port.name() + "' takes " + port.type() + ", but " + mismatch.get());
            }
            slots[i] = asDeclared(port.type(), tensor);
        }
        if (tensors.size() > ports.size()) {
            String known = ports.stream().map(Port::name).collect(Collectors.joining(", "));
            String unknown = tensors.keySet().stream()
                    .filter(name -> ports.stream().noneMatch(port -> port.name().equals(name)))
                    .collect(Collectors.joining(", "));
            throw PipelineException.invalidInput("no input is named " + unknown + "; the inputs are " + known);
        }
    }

    private static Optional<String> empty(Tensor tensor) {
        return tensor.shape().elementCount() == 0
                ? Optional.of("it is empty: the shape is " + tensor.shape())
                : Optional.empty();
    }

    /** What the dim's size is in the request, if it is known yet. */
    Optional<Long> size(String dim) {
        return Optional.ofNullable(sizes.get(dim));
    }

    /** Lets a dim have another size, or none yet, until the next call; for a step that runs on some rows. */
    void resize(String dim, Optional<Long> size) {
        size.ifPresentOrElse(found -> sizes.put(dim, found), () -> sizes.remove(dim));
    }

    /** STRING where BYTES is declared becomes BYTES, so that what reads a slot finds its datatype. */
    static Tensor asDeclared(TensorType type, Tensor tensor) {
        return type.datatype() == Datatype.BYTES && tensor instanceof TextTensor text ? text.toBytes() : tensor;
    }

    /** What is wrong with a tensor that should be of the type, as the end of "…, but". */
    Optional<String> mismatch(TensorType type, Tensor tensor) {
        if (!TensorType.isAssignable(tensor.datatype(), type.datatype())) {
            return Optional.of("the datatype is " + tensor.datatype());
        }
        if (tensor.shape().rank() != type.rank()) {
            return Optional.of("the shape is " + tensor.shape());
        }
        for (int axis = 0; axis < type.rank(); axis++) {
            long actual = tensor.shape().dim(axis);
            Dim dim = type.dim(axis);
            if (dim instanceof Dim.Fixed fixed && fixed.size() != actual) {
                return Optional.of("dim " + (axis + 1) + " is " + actual + " in the shape " + tensor.shape());
            }
            if (dim instanceof Dim.Named named) {
                Long known = sizes.putIfAbsent(named.name(), actual);
                if (known != null && known != actual) {
                    return Optional.of("'" + named.name() + "' is " + actual + " here and " + known + " elsewhere");
                }
            }
        }
        return Optional.empty();
    }
}
