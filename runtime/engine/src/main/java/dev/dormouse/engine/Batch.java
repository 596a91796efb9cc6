package dev.dormouse.engine;

import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Joins the rows of several requests into one and cuts the answer again. Only for plans with a proven batch dim. */
public final class Batch {
    private Batch() {}

    /** The number of rows of a request. */
    public static int rows(Map<String, Tensor> inputs) {
        return inputs.values().iterator().next().shape().intDim(0);
    }

    /**
     * Whether two requests differ in their rows only: same names, datatypes and further dims, and in each of them as
     * many rows in every input. Joining others would give one request's rows to another.
     */
    public static boolean joinable(Map<String, Tensor> a, Map<String, Tensor> b) {
        return isAligned(a)
                && isAligned(b)
                && a.keySet().equals(b.keySet())
                && a.entrySet().stream().allMatch(entry -> {
                    Tensor other = Objects.requireNonNull(b.get(entry.getKey()));
                    Tensor tensor = entry.getValue();
                    return tensor.datatype() == other.datatype()
                            && tensor.shape().rank() == other.shape().rank()
                            && tensor.shape().remove(0).equals(other.shape().remove(0));
                });
    }

    private static boolean isAligned(Map<String, Tensor> request) {
        return request.values().stream()
                        .allMatch(tensor ->
                                tensor.shape().rank() > 0 && tensor.shape().dim(0) > 0)
                && request.values().stream()
                                .mapToLong(tensor -> tensor.shape().dim(0))
                                .distinct()
                                .count()
                        == 1;
    }

    /** One request with the rows of all. */
    public static Map<String, Tensor> join(List<Map<String, Tensor>> requests) {
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : requests.get(0).keySet()) {
            joined.put(
                    name,
                    concat(requests.stream()
                            .map(request -> Objects.requireNonNull(request.get(name)))
                            .toList()));
        }
        return joined;
    }

    /** Rows {@code from} to {@code to} of every output. */
    public static Map<String, Tensor> cut(Map<String, Tensor> outputs, int from, int to) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        outputs.forEach((name, tensor) -> rows.put(name, tensor.rows(from, to)));
        return rows;
    }

    private static Tensor concat(List<Tensor> parts) {
        Tensor first = parts.get(0);
        long rows = parts.stream().mapToLong(part -> part.shape().dim(0)).sum();
        Shape shape = first.shape().withDim(0, rows);
        if (first instanceof NumericTensor) {
            NumericTensor joined = NumericTensor.allocate(first.datatype(), shape);
            ByteBuffer target = joined.bytes();
            parts.forEach(part -> target.put(((NumericTensor) part).bytes()));
            return joined;
        }
        if (first instanceof TextTensor) {
            List<String> values = new ArrayList<>();
            parts.forEach(part -> values.addAll(((TextTensor) part).values()));
            return new TextTensor(shape, values.toArray(new String[0]));
        }
        List<byte[]> values = new ArrayList<>();
        for (Tensor part : parts) {
            for (int i = 0; i < part.shape().elementCount(); i++) {
                values.add(((BytesTensor) part).get(i));
            }
        }
        return new BytesTensor(shape, values.toArray(new byte[0][]));
    }
}
