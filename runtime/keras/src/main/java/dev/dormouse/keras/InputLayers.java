package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.InputSpec;
import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;

/** What the input layers of the outermost model ask for. */
final class InputLayers {
    private static final String BATCH = "batch";

    private InputLayers() {}

    /** Type and dims; the batch is a free dim {@code batch}, other open dims have a name each. */
    static InputSpec spec(Layer layer) {
        Config config = layer.config();
        if (!layer.className().equals(ModelReader.INPUT_LAYER)) {
            throw KerasFault.unreadable(layer.place() + " is an input of the model, but no InputLayer");
        }
        if (config.flag("sparse", false) || config.flag("ragged", false)) {
            throw KerasFault.unsupported(
                    layer.place() + " takes sparse or ragged tensors", "build the model with a dense keras.Input");
        }
        String dtype = config.find("dtype").orElse("float32") instanceof String name
                ? name
                : config.object("dtype").object("config").string("name", "float32");
        ElementType type = ElementType.named(dtype)
                .orElseThrow(() -> KerasFault.unsupported(
                        layer.place() + " takes " + dtype,
                        "build the model with an input of numbers: dtype='float32'"));
        return new InputSpec(type, dims(layer, config.has("batch_shape") ? "batch_shape" : "batch_input_shape"));
    }

    private static List<Dim> dims(Layer layer, String key) {
        if (!layer.config().has(key)) {
            throw KerasFault.unsupported(
                    layer.place() + " does not say its shape: the model was saved before it was built",
                    "put a keras.Input(shape=…) first, or call the model once, and save it again");
        }
        List<?> sizes = layer.config().list(key);
        if (sizes.isEmpty()) {
            throw layer.config().wrong(key, "a list of sizes");
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            Object size = sizes.get(i);
            if (size == null || i == 0) {
                dims.add(Dim.named(i == 0 ? BATCH : name(layer.name(), i)));
            } else if (size instanceof Long fixed && fixed >= 1 && fixed <= Integer.MAX_VALUE) {
                dims.add(Dim.of(fixed));
            } else {
                throw layer.config().wrong(key, "a list of sizes");
            }
        }
        return dims;
    }

    private static String name(String layer, int axis) {
        String clean = layer.replaceAll("[^A-Za-z0-9_-]", "_");
        return (Character.isLetter(clean.charAt(0)) ? clean : "_" + clean) + "_dim" + axis;
    }
}
