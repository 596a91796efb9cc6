package dev.dormouse.tensorflow;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensorflow.SavedModel.Signature;
import dev.dormouse.tensorflow.SavedModel.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;

/** A loaded SavedModel. Requests share its session; each makes its own tensors and frees them. */
final class TensorflowStep implements Step {
    private final LoadedModel model;
    /** Names in the graph, in the order of the wires. */
    private final List<String> feeds;

    private final List<String> fetches;
    private final List<Wire> inputs;
    private final List<Wire> outputs;

    private TensorflowStep(LoadedModel model, StepContext context, Signature signature) {
        this.model = model;
        this.inputs = context.inputs();
        this.outputs = context.outputs();
        this.feeds = names(inputs, signature.inputs());
        this.fetches = names(outputs, signature.outputs());
    }

    private static List<String> names(List<Wire> wires, Map<String, TensorInfo> tensors) {
        List<String> names = new ArrayList<>();
        for (Wire wire : wires) {
            TensorInfo info = tensors.get(wire.port());
            if (info == null) {
                throw new IllegalArgumentException("the signature has no '" + wire.port() + "'");
            }
            names.add(info.tensor());
        }
        return names;
    }

    static TensorflowStep open(StepContext context, String sourceOption, String signatureName) throws IOException {
        Path file = context.file(sourceOption);
        Signature signature = ModelRules.signature(SavedModelReader.read(file), signatureName);
        Set<String> missing = new HashSet<>(signature.inputs().keySet());
        context.inputs().forEach(input -> missing.remove(input.port()));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the model's inputs " + missing + " are not wired");
        }
        LoadedModel model = LoadedModel.load(file);
        try {
            return new TensorflowStep(model, context, signature);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Tensor[] run(Tensor[] values) {
        List<org.tensorflow.Tensor> fed = new ArrayList<>();
        try {
            Session.Runner runner = model.session().runner();
            for (int i = 0; i < values.length; i++) {
                org.tensorflow.Tensor tensor =
                        TensorflowValues.toTensorflow(values[i], inputs.get(i).port());
                fed.add(tensor);
                runner.feed(feeds.get(i), tensor);
            }
            fetches.forEach(runner::fetch);
            try (Result result = run(runner)) {
                return outputs(result);
            }
        } finally {
            fed.forEach(org.tensorflow.Tensor::close);
        }
    }

    /** An input of a shape, or with a value, that the model cannot take is the request's fault. */
    private static Result run(Session.Runner runner) {
        try {
            return runner.run();
        } catch (TFInvalidArgumentException e) {
            throw new PipelineException(
                    ErrorCode.INVALID_INPUT, "the model refuses its inputs: " + Messages.shortened(e), e);
        } catch (RuntimeException e) {
            throw new IllegalStateException("TensorFlow: " + Messages.shortened(e), e);
        }
    }

    private Tensor[] outputs(Result result) {
        Tensor[] tensors = new Tensor[outputs.size()];
        for (int i = 0; i < tensors.length; i++) {
            Datatype datatype = outputs.get(i).type().datatype();
            tensors[i] = TensorflowValues.fromTensorflow(
                    result.get(i), datatype, outputs.get(i).port());
        }
        return tensors;
    }

    @Override
    public void close() {
        model.close();
    }
}
