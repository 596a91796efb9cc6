package dev.dormouse.steps.tabular;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** The same elements in row-major order under other dims, as ONNX' Reshape: -1 is worked out, 0 keeps the dim. */
final class Reshape extends PlainKind {
    Reshape() {
        super(new Entry(
                "reshape",
                "Gives the same elements other dims.",
                List.of(Option.required(
                        "shape",
                        OptionType.INTEGERS,
                        "the new dims; one may be -1 (what remains), 0 keeps the dim at that place")),
                List.of(InputPort.required("values", "ANY[...]", "any tensor")),
                List.of(new OutputPort("values", "ANY[...]", "the dims of 'shape'"))));
    }

    @Override
    public Signature signature(Typing typing) {
        return new ReshapeTyping(typing).signature();
    }

    @Override
    public Step open(StepContext context) {
        long[] wanted = context.options().integers("shape");
        return inputs -> new Tensor[] {inputs[0].reshape(target(inputs[0].shape(), wanted))};
    }

    private static Shape target(Shape have, long[] wanted) {
        long[] dims = wanted.clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1) {
                open = i;
                continue;
            }
            dims[i] = dims[i] == 0 ? have.dim(i) : dims[i];
            known = Math.multiplyExact(known, dims[i]);
        }
        long count = have.elementCount();
        if (open >= 0) {
            dims[open] = known == 0 ? 0 : count / known;
        }
        if (open >= 0 ? known * dims[open] != count : known != count) {
            throw PipelineException.invalidInput("'values' has the shape " + have + ", " + count
                    + " elements, which does not fit into the shape " + Arrays.toString(wanted));
        }
        return Shape.of(dims);
    }
}
