package dev.dormouse.step;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A map of names to types of these datatypes, {@code {text: "STRING[n]"}}: ports that no file declares. */
public record TypesByName(Set<Datatype> datatypes) implements OptionType {
    public TypesByName {
        datatypes = Collections.unmodifiableSet(EnumSet.copyOf(datatypes));
    }

    @Override
    public Checked check(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            return OptionType.refuse(this, value);
        }
        Map<String, Object> types = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            String complaint = complaint(entry.getValue(), name, types);
            if (!complaint.isEmpty()) {
                return new Checked(Optional.empty(), complaint, Optional.of(name));
            }
        }
        return Checked.of(Collections.unmodifiableMap(types));
    }

    /** Puts the type there, or says what is wrong. */
    private String complaint(@Nullable Object value, String name, Map<String, Object> types) {
        if (!(value instanceof String text)) {
            return "a type, as in FP32[n, 4], not " + (value == null ? "empty" : value);
        }
        try {
            TensorType type = TensorType.parse(text);
            types.put(name, type.toString());
            return datatypes.contains(type.datatype()) ? "" : "of " + names() + ", not " + type.datatype();
        } catch (IllegalArgumentException e) {
            return "a type: " + e.getMessage();
        }
    }

    private String names() {
        return datatypes.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    @Override
    public String describe() {
        return "a map of names to types, as in x: 'FP32[n, 4]'";
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
