package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An input or output of an OVH evaluator.
 *
 * @param shape -1 for any size; empty when the manifest gives none
 * @param columns the named columns of a table, in the order of the manifest; empty for a plain tensor
 * @param format of a date; for {@code datetime_encoder} only
 * @param node as written, for {@code /describe}
 */
record OvhTensor(
        Located<String> name,
        Datatype datatype,
        Optional<Located<List<Long>>> shape,
        List<Column> columns,
        Optional<Located<String>> format,
        Node node) {
    OvhTensor {
        columns = List.copyOf(columns);
    }

    /** A column; {@code index} is empty for the one column of a tensor with one dim. */
    record Column(Located<String> name, Datatype datatype, Optional<Long> index, Span span) {}

    /** The type of one column, or of a tensor whose evaluator works element by element. */
    static TensorType vector(Datatype datatype) {
        return TensorType.of(datatype, Dim.named("n"));
    }

    /** The tensor's own type: a first dim of any size is the batch {@code n}, any other is unknown. */
    TensorType type() {
        List<Dim> dims = new ArrayList<>();
        for (long size : shape.map(Located::value).orElse(List.of(-1L))) {
            dims.add(size > 0 ? Dim.of(size) : dims.isEmpty() ? Dim.named("n") : Dim.UNKNOWN);
        }
        return new TensorType(datatype, dims);
    }

    /** As written, with the name where an old manifest has it as a key, and with the tensor's type at fields without one. */
    Map<String, Object> described() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name.value());
        if (node.plain() instanceof Map<?, ?> members) {
            members.forEach((key, value) -> map.put(String.valueOf(key), value));
            if (members.get("fields") instanceof List<?> fields && members.get("type") instanceof String type) {
                map.put(
                        "fields",
                        fields.stream().map(field -> typed(field, type)).toList());
            }
        }
        return map;
    }

    private static Object typed(Object field, String type) {
        if (!(field instanceof Map<?, ?> members) || members.containsKey("type")) {
            return field;
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        members.forEach((key, value) -> typed.put(String.valueOf(key), value));
        typed.put("type", type);
        return typed;
    }

    int rank() {
        return shape.map(dims -> dims.value().size()).orElse(1);
    }
}
