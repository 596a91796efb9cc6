package dev.dormouse.steps.text;

import dev.dormouse.step.Step;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.function.UnaryOperator;

/** Steps that change each text by itself. */
final class Texts {
    private Texts() {}

    /** A step with one STRING input that applies the function to each element. */
    static Step each(UnaryOperator<String> function) {
        return inputs -> {
            TextTensor in = (TextTensor) inputs[0];
            String[] out = new String[Math.toIntExact(in.shape().elementCount())];
            for (int i = 0; i < out.length; i++) {
                out[i] = function.apply(in.get(i));
            }
            return new Tensor[] {new TextTensor(in.shape(), out)};
        };
    }
}
