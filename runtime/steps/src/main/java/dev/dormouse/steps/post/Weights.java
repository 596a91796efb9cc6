package dev.dormouse.steps.post;

import dev.dormouse.step.Signature;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Types;
import java.util.Arrays;
import java.util.Map;

/** Steps that join opinions, and their option {@code weights}: one number for each input, in the order of wiring. */
final class Weights {
    static final String DESCRIPTION = "one number of at least 0 for each input, in the order in which they are wired";

    private Weights() {}

    /** Inputs of one type joined element by element to that type; reports weights that do not fit. */
    static Signature signature(Typing typing) {
        if (!Types.hasInputs(typing)) {
            return new Signature(Map.of(), Signature.Rows.MIXED);
        }
        check(typing);
        return Types.elementwise("values", Types.common(typing, -1));
    }

    private static void check(Typing typing) {
        if (!typing.options().has("weights")) {
            return;
        }
        double[] weights = typing.options().numbers("weights");
        int inputs = typing.inputs().size();
        double sum = 0;
        boolean negative = false;
        for (double weight : weights) {
            sum += weight;
            negative |= weight < 0;
        }
        String help = "give " + DESCRIPTION;
        if (weights.length != inputs) {
            Types.refuse(typing, "weights", weights.length + " weights are given for " + inputs + " inputs", help);
        } else if (negative) {
            Types.refuse(typing, "weights", "a weight is below 0", help);
        } else if (sum == 0) {
            Types.refuse(typing, "weights", "all weights are 0", help);
        }
    }

    /** The weights, all 1 when there are none. */
    static double[] of(StepContext context) {
        if (context.options().has("weights")) {
            return context.options().numbers("weights");
        }
        double[] ones = new double[context.inputs().size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
