package dev.dormouse.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A map of names to values of any sort: strings, numbers, booleans, lists and maps of them. */
public record Settings() implements OptionType {
    @Override
    public Checked check(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? copy(map).map(Checked::of).orElseGet(() -> new Checked(Optional.empty(), describe() + ", none empty"))
                : OptionType.refuse(this, value);
    }

    private static Optional<Object> copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Optional<Object> each = copy(entry.getValue());
                if (each.isEmpty()) {
                    return Optional.empty();
                }
                copy.put(String.valueOf(entry.getKey()), each.get());
            }
            return Optional.of(copy);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object element : list) {
                Optional<Object> each = copy(element);
                if (each.isEmpty()) {
                    return Optional.empty();
                }
                copy.add(each.get());
            }
            return Optional.of(copy);
        }
        return Optional.ofNullable(value);
    }

    @Override
    public String describe() {
        return "a map of names to values";
    }
}
