package dev.dormouse.plan;

import dev.dormouse.tensor.Datatype;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands under {@code with:}, already checked against the step kind and with its defaults filled in. Values are
 * strings, longs, doubles, booleans, lists and maps of these.
 */
public record Options(Map<String, Object> values) {
    public static final Options NONE = new Options(Map.of());

    public Options {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String string(String name) {
        return (String) get(name);
    }

    public Optional<String> optionalString(String name) {
        return Optional.ofNullable((String) values.get(name));
    }

    public int integer(String name) {
        return Math.toIntExact(((Number) get(name)).longValue());
    }

    public double number(String name) {
        return ((Number) get(name)).doubleValue();
    }

    public boolean bool(String name) {
        return (Boolean) get(name);
    }

    public Datatype datatype(String name) {
        return TensorType.parseDatatype(string(name));
    }

    public double[] numbers(String name) {
        return list(name).stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
    }

    public long[] integers(String name) {
        return list(name).stream()
                .mapToLong(value -> ((Number) value).longValue())
                .toArray();
    }

    public List<String> strings(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    public List<?> list(String name) {
        return (List<?>) get(name);
    }

    /** A map of names to types, in the order of the manifest. */
    public Map<String, TensorType> types(String name) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        ((Map<?, ?>) get(name))
                .forEach((key, value) -> types.put(String.valueOf(key), TensorType.parse(String.valueOf(value))));
        return types;
    }

    public Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the plan lacks the option '" + name + "'");
        }
        return value;
    }
}
