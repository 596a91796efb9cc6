package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** IntegerLookup and StringLookup with their vocabulary in the configuration: a LabelEncoder of ONNX. */
final class LookupLayers {
    private LookupLayers() {}

    static List<Value> integers(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.INT64);
        return List.of(looked(call, input, "keys_int64s", Long.class));
    }

    static List<Value> texts(LayerCall call) {
        Value input = call.input();
        if (input.type() != ElementType.STRING) {
            throw KerasFault.unreadable(call.place() + " takes texts, not " + input.type());
        }
        return List.of(looked(call, input, "keys_strings", String.class));
    }

    /** The mask token is 0, what is not in the vocabulary comes next, then the vocabulary in its order. */
    private static Value looked(LayerCall call, Value input, String keysName, Class<?> type) {
        Config config = call.config();
        if (config.flag("invert", false)) {
            throw call.unsupported("turns ids back", "use a step 'label' or 'lookup' behind the model");
        }
        if (config.integer("num_oov_indices", 1) != 1) {
            throw call.unsupported(
                    "has num_oov_indices of " + config.integer("num_oov_indices", 1),
                    "build it with num_oov_indices=1");
        }
        boolean masked = config.has("mask_token");
        boolean ids = config.string("output_mode", "int").equals("int");
        List<Object> vocabulary = vocabulary(call, type, masked);
        long outside = masked && ids ? 1 : 0;
        List<Object> keys = new ArrayList<>(vocabulary);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            values.add(outside + 1 + i);
        }
        if (masked && ids) {
            keys.add(checked(call, config.values().get("mask_token"), type));
            values.add(0L);
        }
        String name = call.graph()
                .traditionalNode(
                        "LabelEncoder",
                        input.name(),
                        NodeAttribute.ofKeys(keysName, keys),
                        NodeAttribute.of(
                                "values_int64s",
                                values.stream().mapToLong(Long::longValue).toArray()),
                        NodeAttribute.of("default_int64", outside));
        Value looked = Value.of(name, ElementType.INT64, input.dims());
        return EncodingLayers.encoded(
                call,
                looked,
                config.string("output_mode", "int"),
                depth(config, outside + 1 + vocabulary.size()),
                "int64");
    }

    private static long depth(Config config, long size) {
        return config.flag("pad_to_max_tokens", false) && config.has("max_tokens") ? config.size("max_tokens") : size;
    }

    /** Without the tokens for masks and for what is not in it, which may stand in front. */
    private static List<Object> vocabulary(LayerCall call, Class<?> type, boolean masked) {
        if (!(call.config().values().get("vocabulary") instanceof List<?> list) || list.isEmpty()) {
            throw call.unsupported(
                    "has a vocabulary of adapt(), which is not in the model's configuration",
                    "build it with vocabulary=layer.get_vocabulary() and save again, or use a step 'lookup' before the model");
        }
        List<Object> words = new ArrayList<>();
        list.forEach(word -> words.add(checked(call, word, type)));
        if (masked
                && call.config().string("output_mode", "int").equals("int")
                && words.get(0).equals(call.config().values().get("mask_token"))) {
            words.remove(0);
        }
        if (!words.isEmpty() && words.get(0).equals(call.config().values().get("oov_token"))) {
            words.remove(0);
        }
        Set<Object> once = new HashSet<>(words);
        if (once.size() != words.size()) {
            throw call.config().wrong("vocabulary", "a list of words, each once");
        }
        return words;
    }

    private static Object checked(LayerCall call, @Nullable Object word, Class<?> type) {
        if (word == null || !type.isInstance(word)) {
            throw call.config().wrong("vocabulary", "a list of " + (type == Long.class ? "integers" : "texts"));
        }
        return word;
    }
}
