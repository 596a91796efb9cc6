package dev.dormouse.protocol;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The type names and the shape rules of OVH's serving runtime. */
public final class OvhTypes {
    private OvhTypes() {}

    /** The name OVH gives to a datatype: the narrowest of its six that holds all values. */
    public static String name(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> "boolean";
            case UINT8, UINT16, INT8, INT16, INT32 -> "integer";
            case UINT32, UINT64, INT64 -> "long";
            case FP16, FP32 -> "float";
            case FP64 -> "double";
            case BYTES, STRING -> "string";
        };
    }

    /** The dims as {@code /describe} says them: -1 for every dim that is not fixed. */
    public static List<Long> shape(TensorType type) {
        return type.dims().stream()
                .map(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : -1L)
                .toList();
    }

    /**
     * The shape under which given lists are read: one open dim is inferred from the number of elements; with several,
     * dims are matched from the left and missing ones are 1.
     *
     * @return empty when the elements cannot be laid out so
     */
    public static Optional<Shape> resolve(Shape have, List<Long> want) {
        long open = want.stream().filter(dim -> dim < 0).count();
        long[] dims = new long[want.size()];
        long fixed = want.stream().filter(dim -> dim >= 0).reduce(1L, OvhTypes::saturatedProduct);
        for (int i = 0; i < dims.length; i++) {
            dims[i] = want.get(i);
            if (dims[i] < 0) {
                dims[i] = open == 1 ? have.elementCount() / fixed : leftAligned(have, i);
            } else if (open > 1 && dims[i] != leftAligned(have, i)) {
                return Optional.empty();
            }
        }
        long count = 1;
        for (long dim : dims) {
            count = saturatedProduct(count, dim);
        }
        return count == have.elementCount() ? Optional.of(Shape.of(dims)) : Optional.empty();
    }

    /** What is told when inputs are missing, in OVH's words. */
    static PipelineException missing(List<Port> ports) {
        return PipelineException.invalidInput(ports.stream()
                .map(port -> "(" + port.name() + "," + name(port.type().datatype()) + ")")
                .collect(Collectors.joining(",", "Required fields ", " not found or not compatible in the Table")));
    }

    private static long leftAligned(Shape have, int axis) {
        return axis < have.rank() ? have.dim(axis) : 1;
    }

    private static long saturatedProduct(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        return high == 0 && low >= 0 ? low : Long.MAX_VALUE;
    }
}
