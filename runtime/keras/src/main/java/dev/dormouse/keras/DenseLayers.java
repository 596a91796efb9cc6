package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.List;
import java.util.Map;

/** Dense and what else is a matrix product with a bias. */
final class DenseLayers {
    private DenseLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of("Dense", DenseLayers::dense, "EinsumDense", EinsumLayer::translate);
    }

    private static List<Value> dense(LayerCall call) {
        Config config = call.config();
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        int units = config.size("units");
        long features = call.known(input, input.rank() - 1);
        boolean biased = config.flag("use_bias", true);
        List<Weight> weights = call.weights(biased ? 2 : 1);
        String kernel = call.constant(weights.get(0), features, units);
        String product = call.graph().node("MatMul", List.of(input.name(), kernel));
        if (biased) {
            product = call.ops().add(product, call.constant(weights.get(1), units));
        }
        Value result = new Value(product, ElementType.FLOAT, input.dimsWithLast(Dim.of(units)), input.mask());
        return List.of(activated(call, result));
    }

    /** The layer's own activation applied to its result. */
    static Value activated(LayerCall call, Value result) {
        return new Activations(call).apply(call.place(), Activations.name(call.config(), "activation"), result);
    }
}
