package dev.dormouse.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads members of a decoded JSON object by type; a wrong one is told with its path. */
final class JsonObject {
    private final String path;
    private final Map<?, ?> members;

    JsonObject(String path, @Nullable Object value) {
        this.path = path;
        this.members = as(Map.class, path, value);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String string(String name) {
        return as(String.class, path + "." + name, members.get(name));
    }

    Optional<String> optionalString(String name) {
        return has(name) ? Optional.of(string(name)) : Optional.empty();
    }

    long integer(String name) {
        return as(Long.class, path + "." + name, members.get(name));
    }

    int intValue(String name) {
        return toInt(path + "." + name, members.get(name));
    }

    double number(String name) {
        return as(Number.class, path + "." + name, members.get(name)).doubleValue();
    }

    JsonObject object(String name) {
        return new JsonObject(path + "." + name, members.get(name));
    }

    List<JsonObject> objects(String name) {
        List<?> list = as(List.class, path + "." + name, members.get(name));
        return list.stream()
                .map(value -> new JsonObject(path + "." + name, value))
                .toList();
    }

    Map<String, Object> map(String name) {
        Map<String, Object> result = new LinkedHashMap<>();
        as(Map.class, path + "." + name, members.get(name)).forEach((key, value) -> result.put((String) key, value));
        return result;
    }

    Map<String, String> strings(String name) {
        Map<String, String> result = new LinkedHashMap<>();
        map(name).forEach((key, value) -> result.put(key, as(String.class, path + "." + name + "." + key, value)));
        return result;
    }

    Map<String, Integer> slots(String name) {
        Map<String, Integer> result = new LinkedHashMap<>();
        map(name).forEach((key, value) -> result.put(key, toInt(path + "." + name + "." + key, value)));
        return result;
    }

    private static int toInt(String path, @Nullable Object value) {
        long number = as(Long.class, path, value);
        if (number != (int) number) {
            throw new IllegalArgumentException(path + " is " + number + ", which no int can hold");
        }
        return (int) number;
    }

    private static <T> T as(Class<T> type, String path, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(path + " is not a "
                    + type.getSimpleName().toLowerCase(Locale.ROOT) + " but "
                    + (value == null ? "absent" : value));
        }
        return type.cast(value);
    }
}
