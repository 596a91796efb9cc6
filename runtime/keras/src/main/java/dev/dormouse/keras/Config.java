package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a model's configuration; what is not as Keras writes it is a fault that names the place.
 *
 * @param place for messages: "layer 'd' (Dense)"
 */
record Config(String place, Map<String, ? extends @Nullable Object> values) {

    boolean has(String key) {
        return values.get(key) != null;
    }

    Optional<Object> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Text, or a fault. */
    String string(String key) {
        return find(key)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElseThrow(() -> wrong(key, "a text"));
    }

    String string(String key, String otherwise) {
        return has(key) ? string(key) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    double number(String key) {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, "a number");
    }

    /** A number between 1 and 2^31. */
    int size(String key) {
        return checkedSize(key, values.get(key));
    }

    int size(String key, int otherwise) {
        return has(key) ? size(key) : otherwise;
    }

    private int checkedSize(String key, @Nullable Object value) {
        if (value instanceof Long size && size >= 1 && size <= Integer.MAX_VALUE) {
            return size.intValue();
        }
        throw wrong(key, "a positive integer");
    }

    /** One positive size for each of {@code count} axes, written as a list or once for all. */
    long[] sizes(String key, int count) {
        long[] sizes = new long[count];
        List<?> list = listOf(key, count);
        for (int i = 0; i < count; i++) {
            sizes[i] = checkedSize(key, list.get(i));
        }
        return sizes;
    }

    long[] sizes(String key, int count, long otherwise) {
        if (has(key)) {
            return sizes(key, count);
        }
        long[] sizes = new long[count];
        java.util.Arrays.fill(sizes, otherwise);
        return sizes;
    }

    /** A list of exactly {@code count} entries, or one integer that stands for all of them. */
    List<?> listOf(String key, int count) {
        Object value = values.get(key);
        if (value instanceof Long) {
            return java.util.Collections.nCopies(count, value);
        }
        if (value instanceof List<?> list && list.size() == count) {
            return list;
        }
        throw wrong(key, "a list of " + count);
    }

    /** Integers of any sign, as a list or one alone. */
    List<Long> integers(String key) {
        Object value = values.get(key);
        if (value instanceof Long one) {
            return List.of(one);
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "a list of integers");
        }
        List<Long> result = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Long integer)) {
                throw wrong(key, "a list of integers");
            }
            result.add(integer);
        }
        return result;
    }

    /** An integer of any sign. */
    long integer(String key, long otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (values.get(key) instanceof Long integer) {
            return integer;
        }
        throw wrong(key, "an integer");
    }

    List<?> list(String key) {
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "a list");
    }

    /** An object; its place is that of this one. */
    Config object(String key) {
        return of(place, values.get(key), key);
    }

    Config named(String newPlace) {
        return new Config(newPlace, values);
    }

    /** A JSON value that must be an object. */
    static Config of(String place, @Nullable Object json, String what) {
        if (!(json instanceof Map<?, ?> map)) {
            throw KerasFault.unreadable(place + " has no object '" + what + "'");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
        return new Config(place, values);
    }

    KerasFault wrong(String key, String wanted) {
        String shown = String.valueOf(values.get(key));
        return KerasFault.unreadable(place + ": '" + key + "' must be " + wanted + ", not "
                + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
    }
}
