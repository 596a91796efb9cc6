package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TFOpLambda and SlicingOpLambda, as which Keras 2 writes TensorFlow's functions in a functional model, {@code x / 255}
 * say: by the operation of Keras 3 that does the same.
 */
final class LambdaOperations {
    /** By TensorFlow's public name: the operation, then what its arguments are called there and here. */
    private static final Map<String, Twin> TWINS = Map.ofEntries(
            pair("__operators__.add", "Add"),
            pair("math.add", "Add"),
            pair("math.subtract", "Subtract"),
            pair("math.multiply", "Multiply"),
            pair("math.truediv", "Divide"),
            pair("math.divide", "Divide"),
            pair("math.pow", "Power"),
            pair("math.maximum", "Maximum"),
            pair("math.minimum", "Minimum"),
            pair("math.greater", "Greater"),
            pair("math.greater_equal", "GreaterEqual"),
            pair("math.less", "Less"),
            pair("math.less_equal", "LessEqual"),
            pair("math.equal", "Equal"),
            pair("math.not_equal", "NotEqual"),
            pair("math.logical_and", "LogicalAnd"),
            pair("linalg.matmul", "Matmul"),
            one("math.abs", "Abs"),
            one("math.negative", "Negative"),
            one("math.sqrt", "Sqrt"),
            one("math.rsqrt", "Rsqrt"),
            one("math.exp", "Exp"),
            one("math.log", "Log"),
            one("math.square", "Square"),
            one("math.sigmoid", "Sigmoid"),
            one("math.tanh", "Tanh"),
            one("math.logical_not", "LogicalNot"),
            one("nn.relu", "Relu"),
            one("nn.relu6", "Relu6"),
            one("nn.sigmoid", "Sigmoid"),
            one("nn.tanh", "Tanh"),
            one("nn.softplus", "Softplus"),
            one("nn.silu", "Silu"),
            one("identity", "Identity"),
            one("convert_to_tensor", "Identity"),
            one("stop_gradient", "Identity"),
            new AxisTwin("nn.softmax", "Softmax").entry(),
            new AxisTwin("math.reduce_mean", "Mean").entry(),
            new AxisTwin("math.reduce_sum", "Sum").entry(),
            new AxisTwin("math.reduce_max", "Max").entry(),
            new AxisTwin("math.reduce_min", "Min").entry(),
            new AxisTwin("math.reduce_std", "Std").entry(),
            new AxisTwin("math.reduce_variance", "Var").entry(),
            new AxisTwin("math.argmax", "Argmax").entry(),
            new AxisTwin("expand_dims", "ExpandDims").entry(),
            new AxisTwin("squeeze", "Squeeze").entry(),
            new AxisTwin("concat", "Concatenate").entry(),
            new AxisTwin("stack", "Stack").entry(),
            Map.entry("cast", new Twin("Cast", Map.of("dtype", "dtype"), false)),
            Map.entry("reshape", new Twin("Reshape", Map.of("shape", "newshape"), false)),
            Map.entry("transpose", new Twin("Transpose", Map.of("perm", "axes"), false)),
            Map.entry("nn.gelu", new Twin("Gelu", Map.of("approximate", "approximate"), false)),
            Map.entry(
                    "clip_by_value",
                    new Twin("Clip", Map.of("clip_value_min", "x_min", "clip_value_max", "x_max"), false)));

    /** What a second operand is called. */
    private static final List<String> SECOND = List.of("y", "b");

    private LambdaOperations() {}

    /**
     * The operation that does the same.
     *
     * @param names of its configuration by those of TensorFlow's arguments
     * @param pair whether it takes a second operand
     */
    private record Twin(String operation, Map<String, String> names, boolean pair) {}

    private record AxisTwin(String function, String operation) {
        Map.Entry<String, Twin> entry() {
            return Map.entry(function, new Twin(operation, Map.of("axis", "axis", "keepdims", "keepdims"), false));
        }
    }

    private static Map.Entry<String, Twin> pair(String function, String operation) {
        return Map.entry(function, new Twin(operation, Map.of(), true));
    }

    private static Map.Entry<String, Twin> one(String function, String operation) {
        return Map.entry(function, new Twin(operation, Map.of(), false));
    }

    static Map<String, LayerTranslation> all() {
        return Map.of("TFOpLambda", LambdaOperations::translate, "SlicingOpLambda", LambdaOperations::slice);
    }

    private static List<Value> translate(LayerCall call) {
        String function = call.config().string("function").replace("compat.v1.", "");
        Twin twin = TWINS.get(function);
        if (twin == null) {
            throw call.unsupported(
                    "calls tf." + function + ", which is not translated",
                    "replace it by layers of Keras, or export the model from Python, model.export('model.onnx',"
                            + " format='onnx'), and serve that file");
        }
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        for (Map.Entry<String, ? extends @Nullable Object> argument :
                call.kwargs().entrySet()) {
            @Nullable Object value = argument.getValue();
            String name = twin.names().get(argument.getKey());
            if (name != null && value != null) {
                config.put(name, value);
            } else if (value != null
                    && !Boolean.FALSE.equals(value)
                    && !argument.getKey().equals("name")
                    && !(twin.pair() && SECOND.contains(argument.getKey()))) {
                throw call.unsupported(
                        "calls tf." + function + " with '" + argument.getKey() + "', which is not translated",
                        "leave it out, or use a layer of Keras for it");
            }
        }
        config.putIfAbsent("approximate", false); // of tf.nn.gelu; keras.ops.gelu's is true
        List<@Nullable Object> args = new ArrayList<>(call.args());
        if (twin.pair()) {
            SECOND.stream()
                    .filter(call.kwargs()::containsKey)
                    .forEach(name -> args.add(operand(call, call.kwargs().get(name))));
        }
        return run(call, twin.operation(), config, args);
    }

    private static @Nullable Object operand(LayerCall call, @Nullable Object json) {
        return json instanceof List<?> list
                ? Constants.value(call.graph(), Constants.of(new Config(call.place(), Map.of("value", list))))
                : json;
    }

    /** {@code x[...]}: slices as objects, positions as numbers. */
    private static List<Value> slice(LayerCall call) {
        if (!(call.kwargs().get("slice_spec") instanceof List<?> spec)) {
            throw call.unsupported("has no slice_spec", "index by ranges and positions");
        }
        List<@Nullable Object> index = new ArrayList<>();
        for (Object entry : spec) {
            index.add(entry instanceof Map<?, ?> range ? Map.of("class_name", "__slice__", "config", range) : entry);
        }
        return run(call, "GetItem", Map.of(), List.of(call.inputs().get(0), index));
    }

    private static List<Value> run(
            LayerCall call,
            String operation,
            Map<String, ? extends @Nullable Object> config,
            List<? extends @Nullable Object> args) {
        Layer layer = call.layer();
        Layer twin = new Layer(
                layer.name(),
                operation,
                new Config(call.place(), config),
                layer.path(),
                Optional.empty(),
                layer.calls());
        List<Value> inputs = new ArrayList<>();
        args.forEach(arg -> collect(arg, inputs));
        return call.scope().runner().apply(new LayerCall(twin, inputs, args, Map.of(), call.scope()));
    }

    private static void collect(@Nullable Object argument, List<Value> to) {
        if (argument instanceof Value value) {
            to.add(value);
        } else if (argument instanceof List<?> list) {
            list.forEach(entry -> collect(entry, to));
        }
    }
}
