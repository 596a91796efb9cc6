package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Layer;
import java.util.Set;

/** Why a layer is not translated, and what to do instead. */
final class Refusals {
    private static final String EXPORT =
            "export the model from Python, model.export('model.onnx', format='onnx'), and serve that file";
    private static final Set<String> CODE = Set.of("Lambda", "TorchModuleWrapper", "JaxLayer", "FlaxLayer");

    private Refusals() {}

    static LayerTranslation translation(LayerTable table, Layer layer) {
        String registered = layer.config().string("registered_name", "");
        if (registered.contains(">") || CODE.contains(layer.className())) {
            throw KerasFault.unsupported(
                    layer.place() + " runs Python code, which is not in the file",
                    "replace it by layers of Keras, Rescaling or Normalization say, or " + EXPORT);
        }
        return table.find(layer.className())
                .orElseThrow(() -> KerasFault.unsupported(
                        layer.place() + " is not among the layers that are translated",
                        "replace it by layers that docs/formats/keras.md lists, or " + EXPORT));
    }
}
