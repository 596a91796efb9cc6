package dev.dormouse.step;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A map of names to types, {@code {text: "STRING[n]"}}: ports that no file declares. */
public record TypesByName() implements OptionType {
    @Override
    public Checked check(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            return OptionType.refuse(this, value);
        }
        Map<String, Object> types = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getValue() instanceof String text)) {
                return complaint(entry.getKey(), "has no type, but " + entry.getValue());
            }
            try {
                types.put(String.valueOf(entry.getKey()), TensorType.parse(text).toString());
            } catch (IllegalArgumentException e) {
                return complaint(entry.getKey(), "has none: " + e.getMessage());
            }
        }
        return Checked.of(types);
    }

    private Checked complaint(Object name, String what) {
        return new Checked(Optional.empty(), describe() + "; '" + name + "' " + what);
    }

    @Override
    public String describe() {
        return "a map of names to types";
    }

    /** The ports that an option of this type declares, in its order; none if it is not given. */
    public static List<Port> ports(Options options, String option) {
        List<Port> ports = new ArrayList<>();
        if (options.has(option) && options.get(option) instanceof Map<?, ?> map) {
            map.forEach(
                    (name, type) -> ports.add(new Port(String.valueOf(name), TensorType.parse(String.valueOf(type)))));
        }
        return ports;
    }
}
