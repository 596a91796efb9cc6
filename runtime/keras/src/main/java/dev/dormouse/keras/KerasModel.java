package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model as its file declares it, layers in the file's order. A Sequential is the graph of a chain.
 *
 * @param outputs by their names, in order
 */
record KerasModel(String name, List<Layer> layers, List<TensorRef> inputs, Map<String, TensorRef> outputs) {

    /** What a layer is called with: the output {@code tensor} of the {@code call}-th call of another layer. */
    record TensorRef(String layer, int call, int tensor) {}

    /** A tensor that the model's file holds in the place of an argument, row by row. */
    @SuppressWarnings("ArrayRecordComponent") // made once, read once
    record Constant(ElementType type, List<Long> dims, double[] values) {}

    /**
     * One call of a layer.
     *
     * @param args JSON values in which tensors are {@link TensorRef}s and {@link Constant}s
     */
    record Call(List<? extends @Nullable Object> args, Map<String, ? extends @Nullable Object> kwargs) {}

    /**
     * A layer; the calls of one that is shared are several.
     *
     * @param nested the model, where the layer is one
     */
    record Layer(
            String name,
            String className,
            Config config,
            LayerPath path,
            Optional<KerasModel> nested,
            List<Call> calls) {

        /** For messages. */
        String place() {
            return config.place();
        }
    }

    /** What an input layer asks for. */
    record InputSpec(ElementType type, List<Dim> dims) {}
}
