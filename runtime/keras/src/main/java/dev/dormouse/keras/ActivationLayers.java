package dev.dormouse.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that are an activation, and those that do nothing outside of training. */
final class ActivationLayers {
    private static final List<String> IDLE = List.of(
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
            "GaussianDropout",
            "GaussianNoise",
            "AlphaDropout",
            "ActivityRegularization",
            "Identity",
            "RandomFlip",
            "RandomRotation",
            "RandomTranslation",
            "RandomZoom",
            "RandomContrast",
            "RandomBrightness",
            "RandomHeight",
            "RandomWidth",
            "RandomColorDegeneration",
            "RandomColorJitter",
            "RandomElasticTransform",
            "RandomErasing",
            "RandomGaussianBlur",
            "RandomGrayscale",
            "RandomHue",
            "RandomInvert",
            "RandomPerspective",
            "RandomPosterization",
            "RandomSaturation",
            "RandomSharpness",
            "RandomShear",
            "AugMix",
            "CutMix",
            "MixUp",
            "RandAugment");

    private ActivationLayers() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>(Map.of(
                "Activation", call -> List.of(DenseLayers.activated(call, real(call))),
                "ReLU", ActivationLayers::relu,
                "LeakyReLU", ActivationLayers::leaky,
                "ELU", ActivationLayers::elu,
                "PReLU", ActivationLayers::prelu,
                "Softmax", ActivationLayers::softmax,
                "ThresholdedReLU", ActivationLayers::thresholded));
        IDLE.forEach(name -> all.put(name, call -> List.of(call.input())));
        return all;
    }

    private static Value real(LayerCall call) {
        return call.ops().as(call.input(), ElementType.FLOAT);
    }

    private static List<Value> leaky(LayerCall call) {
        Value input = real(call);
        Config config = call.config();
        double slope = config.has("negative_slope") ? config.number("negative_slope") : config.number("alpha", 0.3);
        return List.of(input.renamed(new Activations(call).leaky(input.name(), slope)));
    }

    private static List<Value> elu(LayerCall call) {
        Value input = real(call);
        double alpha = call.config().number("alpha", 1);
        return List.of(input.renamed(new Activations(call).elu(input.name(), alpha)));
    }

    /** min(x, max) from the threshold on, slope (x - threshold) below (keras.activations.relu). */
    private static List<Value> relu(LayerCall call) {
        Value input = real(call);
        Config config = call.config();
        Ops ops = call.ops();
        double threshold = config.number("threshold", 0);
        double slope = config.number("negative_slope", 0);
        String x = input.name();
        String upper = config.has("max_value")
                ? call.graph().node("Min", List.of(x, ops.scalar(config.number("max_value"))))
                : x;
        String lower = ops.multiply(ops.subtract(x, ops.scalar(threshold)), ops.scalar(slope));
        String active = call.graph().node("GreaterOrEqual", List.of(x, ops.scalar(threshold)));
        return List.of(input.renamed(ops.where(active, upper, lower)));
    }

    private static List<Value> thresholded(LayerCall call) {
        Value input = real(call);
        Ops ops = call.ops();
        String theta = ops.scalar(call.config().number("theta", 1));
        String active = call.graph().node("Greater", List.of(input.name(), theta));
        return List.of(input.renamed(ops.where(active, input.name(), ops.scalar(0))));
    }

    private static List<Value> prelu(LayerCall call) {
        Value input = real(call);
        List<Long> shared = call.config().has("shared_axes") ? call.config().integers("shared_axes") : List.of();
        long[] dims = new long[input.rank() - 1];
        for (int axis = 1; axis < input.rank(); axis++) {
            dims[axis - 1] = shared.contains((long) axis) ? 1 : call.known(input, axis);
        }
        String slope = call.constant(call.weights(1).get(0), dims);
        return List.of(input.renamed(call.graph().node("PRelu", List.of(input.name(), slope))));
    }

    private static List<Value> softmax(LayerCall call) {
        Value input = call.ops().as(call.inputs().get(0), ElementType.FLOAT);
        Optional<Value> mask = call.inputs().size() > 1
                ? Optional.of(call.inputs().get(1))
                : call.kwargs().get("mask") instanceof Value given ? Optional.of(given) : Optional.empty();
        if (mask.isPresent()) {
            Ops ops = call.ops();
            String counts = ops.as(mask.get(), ElementType.BOOL).name();
            input = input.renamed(
                    ops.where(counts, input.name(), ops.add(input.name(), ops.scalar(AttentionLayers.LEFT_OUT))));
        }
        List<Long> axes = call.config().has("axis") ? call.config().integers("axis") : List.of(-1L);
        if (axes.size() != 1) {
            return List.of(input.renamed(over(call, input, axes)));
        }
        int axis = Axes.positive(call, axes.get(0), input.rank());
        return List.of(
                input.renamed(call.graph().node("Softmax", List.of(input.name()), NodeAttribute.of("axis", axis))));
    }

    private static String over(LayerCall call, Value input, List<Long> axes) {
        long[] over = axes.stream()
                .mapToLong(axis -> Axes.positive(call, axis, input.rank()))
                .toArray();
        Ops ops = call.ops();
        String shifted = ops.subtract(input.name(), ops.reduce("ReduceMax", input.name(), true, over));
        String powers = call.graph().node("Exp", List.of(shifted));
        return ops.divide(powers, ops.reduce("ReduceSum", powers, true, over));
    }
}
