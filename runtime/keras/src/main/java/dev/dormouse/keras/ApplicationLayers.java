package dev.dormouse.keras;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The classes of layers that {@code keras.applications} has of its own: ConvNeXt's and InceptionResNetV2's. */
final class ApplicationLayers {
    private ApplicationLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "LayerScale", ApplicationLayers::layerScale,
                "CustomScaleLayer", ApplicationLayers::customScale,
                "StochasticDepth", call -> List.of(call.input()));
    }

    /** x * gamma, a number for each channel. */
    private static List<Value> layerScale(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        int last = input.rank() - 1;
        long channels = call.known(input, last);
        long[] dims = new long[input.rank()];
        Arrays.fill(dims, 1);
        dims[last] = channels;
        float[] gamma = call.expect(call.weights(1).get(0), channels).values();
        return List.of(
                input.renamed(call.ops().multiply(input.name(), call.graph().floats(gamma, dims))));
    }

    /** The first input and the second one times a number. */
    private static List<Value> customScale(LayerCall call) {
        List<Value> inputs = call.inputs().stream()
                .map(input -> call.ops().as(input, ElementType.FLOAT))
                .toList();
        if (inputs.size() != 2 || inputs.get(0).rank() != inputs.get(1).rank()) {
            throw KerasFault.unreadable(call.place() + " takes two tensors of the same shape");
        }
        Ops ops = call.ops();
        String scaled =
                ops.multiply(inputs.get(1).name(), ops.scalar(call.config().number("scale", 1)));
        return List.of(inputs.get(0).renamed(ops.add(inputs.get(0).name(), scaled)));
    }
}
