package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** GroupNormalization over the last axis: each group of channels by its own mean and variance, over all of space. */
final class GroupNorm {
    private GroupNorm() {}

    static List<Value> translate(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        int rank = input.rank();
        if (config.has("axis") && Axes.of(call, "axis", rank).get(0) != rank - 1) {
            throw call.unsupported("groups another axis than the last", "give it axis=-1");
        }
        long channels = call.known(input, rank - 1);
        long groups = config.integer("groups", 32);
        groups = groups == -1 ? channels : groups;
        if (groups < 1 || channels % groups != 0) {
            throw config.wrong("groups", "a divisor of the " + channels + " channels");
        }
        // [batch, space…, groups, channels of one]
        long[] apart = new long[rank + 1];
        apart[rank - 1] = groups;
        apart[rank] = channels / groups;
        List<Long> axes = new ArrayList<>();
        for (long axis = 1; axis < rank - 1; axis++) {
            axes.add(axis);
        }
        axes.add((long) rank);
        String normalised = new Moments(call, config.number("epsilon", 1e-3))
                .normalised(
                        call.ops().reshape(input.name(), apart),
                        axes.stream().mapToLong(Long::longValue).toArray());
        long[] together = new long[rank];
        Arrays.fill(together, 0);
        together[rank - 1] = channels;
        return List.of(input.renamed(scaled(call, call.ops().reshape(normalised, together), channels)));
    }

    private static String scaled(LayerCall call, String normalised, long channels) {
        boolean scale = call.config().flag("scale", true);
        boolean center = call.config().flag("center", true);
        List<Weight> weights = call.weights((scale ? 1 : 0) + (center ? 1 : 0));
        String result = normalised;
        if (scale) {
            result = call.ops().multiply(result, call.constant(weights.get(0), channels));
        }
        if (center) {
            result = call.ops().add(result, call.constant(weights.get(scale ? 1 : 0), channels));
        }
        return result;
    }
}
