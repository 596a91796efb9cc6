package dev.dormouse.keras;

import java.util.List;

/** The weights of a model by layer. */
interface WeightStore {
    /**
     * A layer's arrays in Keras' order.
     *
     * @param parts the layer's own parts that have weights, as {@code .keras} names them; the empty text is itself
     */
    List<Weight> weights(LayerPath path, List<String> parts);
}
