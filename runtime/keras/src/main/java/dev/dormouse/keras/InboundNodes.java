package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a layer under {@code inbound_nodes}: Keras 3 writes {@code {args, kwargs}} with tensors as objects, Keras
 * 2 a list of {@code [layer, call, tensor, kwargs]}.
 */
final class InboundNodes {
    private static final String CONSTANT = "_CONSTANT_VALUE";

    private InboundNodes() {}

    static List<Call> calls(Config layer) {
        List<Call> calls = new ArrayList<>();
        if (!layer.has("inbound_nodes")) {
            return calls;
        }
        for (Object node : layer.list("inbound_nodes")) {
            if (node instanceof Map<?, ?>) {
                Config call = Config.of(layer.place(), node, "inbound_nodes");
                calls.add(new Call(
                        resolved(call.list("args")),
                        resolved(call.object("kwargs").values())));
            } else if (node instanceof List<?> list && !list.isEmpty()) {
                calls.add(old(layer, list));
            } else {
                throw layer.wrong("inbound_nodes", "a list of calls");
            }
        }
        return calls;
    }

    private static Call old(Config layer, List<?> node) {
        List<@Nullable Object> tensors = new ArrayList<>();
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        boolean single = node.get(0) instanceof String;
        for (Object entry : single ? List.of(node) : node) {
            if (!(entry instanceof List<?> ref) || ref.size() < 3) {
                throw layer.wrong("inbound_nodes", "a list of [layer, call, tensor]");
            }
            tensors.add(CONSTANT.equals(ref.get(0)) ? oldConstant(layer, ref.get(2)) : Ports.ref(layer, ref));
            if (ref.size() > 3 && ref.get(3) instanceof Map<?, ?> map) {
                map.forEach((key, value) -> kwargs.put(String.valueOf(key), oldArgument(layer, value)));
            }
        }
        return new Call(tensors.size() == 1 ? tensors : List.of(tensors), kwargs);
    }

    private static @Nullable Object oldConstant(Config layer, @Nullable Object value) {
        return value instanceof List<?> ? Constants.of(new Config(layer.place(), Map.of("value", value))) : value;
    }

    /** In keyword arguments, too, {@code [layer, call, tensor]} is a tensor. */
    private static @Nullable Object oldArgument(Config layer, @Nullable Object value) {
        if (value instanceof List<?> list
                && list.size() >= 3
                && list.get(0) instanceof String
                && list.get(1) instanceof Long
                && list.get(2) instanceof Long) {
            return Ports.ref(layer, list);
        }
        return value;
    }

    private static List<@Nullable Object> resolved(List<?> values) {
        List<@Nullable Object> result = new ArrayList<>();
        values.forEach(value -> result.add(resolved(value)));
        return result;
    }

    private static Map<String, @Nullable Object> resolved(Map<?, ?> values) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        values.forEach((key, value) -> result.put(String.valueOf(key), resolved(value)));
        return result;
    }

    private static @Nullable Object resolved(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return resolved(list);
        }
        if (value instanceof Map<?, ?> map) {
            if ("__keras_tensor__".equals(map.get("class_name"))) {
                Config config = Config.of("a tensor", map.get("config"), "config");
                return Ports.ref(config, config.list("keras_history"));
            }
            if ("__tensor__".equals(map.get("class_name")) || "__numpy__".equals(map.get("class_name"))) {
                return Constants.of(Config.of("a constant", map.get("config"), "config"));
            }
            return resolved(map);
        }
        return value;
    }
}
