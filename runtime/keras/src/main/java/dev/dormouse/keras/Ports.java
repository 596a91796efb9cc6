package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.TensorRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References to tensors, {@code [layer, call, tensor]}, and the lists of those that are a model's inputs and outputs. */
final class Ports {
    private Ports() {}

    /** The tensor that a list of a layer's name and two counts means. */
    static TensorRef ref(Config place, List<?> json) {
        if (json.size() >= 3
                && json.get(0) instanceof String layer
                && json.get(1) instanceof Long call
                && json.get(2) instanceof Long tensor
                && call >= 0
                && call <= Integer.MAX_VALUE
                && tensor >= 0
                && tensor <= Integer.MAX_VALUE) {
            return new TensorRef(layer, call.intValue(), tensor.intValue());
        }
        throw KerasFault.unreadable(place.place() + " names a tensor that is none");
    }

    /**
     * The model's inputs or outputs by name: one alone, a list or an object. In a list each has its layer's name, and a
     * second one of the same layer a number behind it.
     */
    static Map<String, TensorRef> refs(Config model, String key) {
        Map<String, TensorRef> refs = new LinkedHashMap<>();
        collect(model, model.values().get(key), null, refs);
        if (refs.isEmpty()) {
            throw model.wrong(key, "a list of tensors");
        }
        return refs;
    }

    private static void collect(
            Config model, @Nullable Object json, @Nullable String name, Map<String, TensorRef> refs) {
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> collect(model, value, String.valueOf(key), refs));
        } else if (json instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
            TensorRef ref = ref(model, list);
            String wish = name == null ? ref.layer() : name;
            String free = wish;
            for (int i = 1; refs.containsKey(free); i++) {
                free = wish + "_" + i;
            }
            refs.put(free, ref);
        } else if (json instanceof List<?> list) {
            list.forEach(entry -> collect(model, entry, name, refs));
        } else {
            throw model.wrong("layers", "inputs and outputs as lists of tensors");
        }
    }
}
