package dev.dormouse.steps.tabular;

import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The categories of a {@link OneHot} by their value in the input's datatype: String, Long or Double. */
record Categories(Datatype datatype, Map<Object, Integer> columns, List<?> list) {

    static Categories of(List<?> list, Datatype datatype) {
        Map<Object, Integer> columns = new HashMap<>();
        for (Object category : list) {
            key(category, datatype).ifPresent(key -> columns.put(key, columns.size()));
        }
        return new Categories(datatype, columns, list);
    }

    /** What is wrong with the list for this datatype. */
    static Optional<String> problem(List<?> list, Datatype datatype) {
        Map<Object, Object> seen = new HashMap<>();
        for (Object category : list) {
            Optional<Object> key = key(category, datatype);
            if (key.isEmpty()) {
                return Optional.of("the category " + show(category) + " is no " + datatype + " value");
            }
            if (seen.put(key.get(), category) != null) {
                return Optional.of("the category " + show(category) + " stands there twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> key(Object category, Datatype datatype) {
        if (datatype == Datatype.STRING) {
            return category instanceof String text ? Optional.of(text) : Optional.empty();
        }
        if (datatype == Datatype.BOOL) {
            return category instanceof Boolean flag ? Optional.of(flag ? 1L : 0L) : Optional.empty();
        }
        if (!(category instanceof Number number)) {
            return Optional.empty();
        }
        NumericTensor one = NumericTensor.allocate(datatype, Shape.SCALAR);
        if (datatype.isFloating()) {
            one.setDouble(0, number.doubleValue());
            return Optional.of(key(one, 0));
        }
        one.setLong(0, number.longValue());
        boolean exact = one.getLong(0) == number.longValue() && number.doubleValue() == number.longValue();
        return exact ? Optional.of(key(one, 0)) : Optional.empty();
    }

    private static Object key(Tensor tensor, int index) {
        if (tensor instanceof TextTensor texts) {
            return texts.get(index);
        }
        NumericTensor numbers = (NumericTensor) tensor;
        return numbers.datatype().isFloating()
                ? (Object) (numbers.getDouble(index) + 0.0)
                : (Object) numbers.getLong(index);
    }

    /** The column of an element, or -1. */
    int indexOf(Tensor tensor, int index) {
        return columns.getOrDefault(key(tensor, index), -1);
    }

    int size() {
        return list.size();
    }

    /** An element as the message shows it. */
    String show(Tensor tensor, int index) {
        return show(key(tensor, index));
    }

    /** The categories as the message shows them, the first ten. */
    String show() {
        return list.size() <= 10 ? list.toString() : list.subList(0, 10) + " and " + (list.size() - 10) + " more";
    }

    private static String show(Object value) {
        return value instanceof String text ? Types.quote(text) : value.toString();
    }
}
