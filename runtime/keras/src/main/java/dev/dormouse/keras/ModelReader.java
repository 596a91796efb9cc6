package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Call;
import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.keras.KerasModel.TensorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a model's configuration, as Keras 2 or 3 writes it, to its layers and their calls. */
final class ModelReader {
    private static final Set<String> GRAPHS = Set.of("Functional", "Model");
    private static final String SEQUENTIAL = "Sequential";
    private static final int MOST_NESTING = 32;
    static final String INPUT_LAYER = "InputLayer";

    private ModelReader() {}

    /** Reads the outermost object. */
    static KerasModel read(Config root) {
        return model(root, LayerPath.ROOT);
    }

    private static boolean isModel(String className) {
        return GRAPHS.contains(className) || className.equals(SEQUENTIAL);
    }

    private static KerasModel model(Config object, LayerPath path) {
        String className = object.string("class_name");
        if (!isModel(className)) {
            throw KerasFault.unsupported(
                    object.place() + " is of the class " + className + ", whose code is not in the file",
                    "build it as a Sequential or functional model, or export it: model.export('saved', format='onnx')");
        }
        if (path.names().size() > MOST_NESTING) {
            throw KerasFault.unreadable("models are nested deeper than " + MOST_NESTING);
        }
        if (className.equals(SEQUENTIAL)) {
            return sequential(object, path);
        }
        Config config = object.object("config");
        List<Layer> layers = layers(config, path);
        return new KerasModel(
                config.string("name", "model"),
                layers,
                List.copyOf(Ports.refs(config, "input_layers").values()),
                Ports.refs(config, "output_layers"));
    }

    private static List<Layer> layers(Config config, LayerPath path) {
        Map<String, Integer> counts = new HashMap<>();
        List<Layer> layers = new ArrayList<>();
        for (Object json : config.list("layers")) {
            Config object = Config.of(config.place(), json, "layers");
            layers.add(layer(object, path, counts, InboundNodes.calls(object)));
        }
        return layers;
    }

    private static Layer layer(Config object, LayerPath path, Map<String, Integer> counts, List<Call> calls) {
        String className = object.string("class_name");
        Config config = object.object("config");
        String name = object.string("name", config.string("name", className));
        Config placed = config.named("layer '" + name + "' (" + className + ")");
        LayerPath inner = path.child(name, "layers", ClassNames.counted(className, counts));
        Optional<KerasModel> nested =
                isModel(className) ? Optional.of(model(object.named(placed.place()), inner)) : Optional.empty();
        return new Layer(name, className, placed, inner, nested, calls);
    }

    /** The layer inside of a wrapper, whose weights lie under the wrapper's {@code layer}. */
    static Layer wrapped(Config object, LayerPath wrapper) {
        String className = object.string("class_name");
        Config config = object.object("config").named(object.place() + " around " + className);
        LayerPath path = wrapper.wrapped("layer");
        Optional<KerasModel> nested = isModel(className) ? Optional.of(model(object, path)) : Optional.empty();
        return new Layer(config.string("name", className), className, config, path, nested, List.of());
    }

    /** A chain; its first layer may say the shape of the input itself. */
    private static KerasModel sequential(Config object, LayerPath path) {
        Config config = object.values().get("config") instanceof List<?> list
                ? new Config(object.place(), Map.of("layers", list))
                : object.object("config");
        Map<String, Integer> counts = new HashMap<>();
        List<Layer> layers = new ArrayList<>();
        for (Object json : config.list("layers")) {
            Config entry = Config.of(config.place(), json, "layers");
            List<Call> calls = layers.isEmpty()
                    ? List.of()
                    : List.of(callOf(layers.get(layers.size() - 1).name()));
            Layer layer = layer(entry, path, counts, calls);
            if (layers.isEmpty() && !layer.className().equals(INPUT_LAYER)) {
                Layer input = input(layer, entry, config, object, path);
                layers.add(input);
                layer = new Layer(
                        layer.name(),
                        layer.className(),
                        layer.config(),
                        layer.path(),
                        layer.nested(),
                        List.of(callOf(input.name())));
            }
            layers.add(layer);
        }
        if (layers.isEmpty()) {
            throw KerasFault.unreadable(config.place() + " has no layers");
        }
        Layer last = layers.get(layers.size() - 1);
        return new KerasModel(
                config.string("name", "sequential"),
                layers,
                List.of(new TensorRef(layers.get(0).name(), 0, 0)),
                Map.of(last.name(), new TensorRef(last.name(), 0, 0)));
    }

    private static Call callOf(String previous) {
        return new Call(List.of(new TensorRef(previous, 0, 0)), Map.of());
    }

    /** The input layer that Keras would put before a first layer that knows the shape. */
    private static Layer input(Layer first, Config entry, Config model, Config object, LayerPath path) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Object shape = first.config()
                .find("batch_input_shape")
                .or(() -> first.config().find("batch_shape"))
                .or(() -> model.find("build_input_shape"))
                .or(() -> built(object))
                .or(() -> built(entry))
                .orElse(null);
        if (shape != null) {
            values.put("batch_shape", shape);
        }
        boolean ids = first.className().equals("Embedding");
        values.put("dtype", ids ? "int32" : "float32");
        String name = first.name() + "_input";
        return new Layer(
                name,
                INPUT_LAYER,
                new Config("layer '" + name + "' (" + INPUT_LAYER + ")", values),
                path,
                Optional.empty(),
                List.of());
    }

    private static Optional<Object> built(Config object) {
        return object.has("build_config") ? object.object("build_config").find("input_shape") : Optional.empty();
    }
}
