package dev.dormouse.torchscript;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A loaded model with the inputs and outputs that its manifest names. */
final class TorchscriptStep implements Step {
    private final LoadedModel model;
    /** The places of forward's arguments among the wires. */
    private final List<Integer> arguments;

    private final Map<String, TensorType> outputs;
    private final List<String> wanted;

    private TorchscriptStep(LoadedModel model, StepContext context, List<Integer> arguments) {
        this.model = model;
        this.arguments = arguments;
        this.outputs = context.options().types(TorchscriptKind.OUTPUTS);
        this.wanted = context.outputs().stream().map(Wire::port).toList();
    }

    static TorchscriptStep open(StepContext context) {
        List<Integer> arguments = new ArrayList<>();
        for (String input : context.options().types(TorchscriptKind.INPUTS).keySet()) {
            int index = context.inputIndex(input);
            if (index < 0) {
                throw new IllegalArgumentException("the model's input '" + input + "' is not wired");
            }
            arguments.add(index);
        }
        Path file = context.file(TorchscriptKind.SOURCE);
        TorchArchive.read(file);
        return new TorchscriptStep(LoadedModel.load(file), context, arguments);
    }

    @Override
    public Tensor[] run(Tensor[] inputs) {
        List<Tensor> values = new ArrayList<>();
        arguments.forEach(index -> values.add(inputs[index]));
        return model.forward(values, outputs, wanted);
    }

    @Override
    public void close() {
        model.close();
    }
}
