package dev.dormouse.keras;

import java.util.List;

/** How a class of layers becomes ONNX nodes. */
@FunctionalInterface
interface LayerTranslation {
    /**
     * Adds the nodes of one call and gives its outputs.
     *
     * @throws KerasFault if the layer is not as Keras writes it, or is used in a way that is not translated
     */
    List<Value> translate(LayerCall call);
}
