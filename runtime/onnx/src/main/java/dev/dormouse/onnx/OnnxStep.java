package dev.dormouse.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An open session. Requests share it; each makes its own values and frees them. */
final class OnnxStep implements Step {
    private final OrtSession session;
    private final StandIns standIns;
    private final List<Wire> inputs;
    private final List<String> sessionInputs;
    private final Fetches fetches;
    private final Set<String> wanted;

    private OnnxStep(LoadedModel model, List<Wire> inputs, Fetches fetches) {
        this.session = model.session();
        this.standIns = model.standIns();
        this.inputs = inputs;
        this.sessionInputs =
                inputs.stream().map(input -> model.sessionInput(input.port())).toList();
        this.fetches = fetches;
        this.wanted = fetches.sessionOutputs();
    }

    static OnnxStep open(StepContext context, String sourceOption) throws OrtException, IOException {
        Path file = context.file(sourceOption);
        LoadedModel model = LoadedModel.load(context, file);
        try {
            requireNames(context, model);
            return new OnnxStep(model, context.inputs(), Fetches.of(context.outputs(), model, file));
        } catch (OrtException | RuntimeException e) {
            model.session().close();
            throw e;
        }
    }

    /** ONNX Runtime itself notices a missing input only when the graph reaches it. */
    private static void requireNames(StepContext context, LoadedModel model) {
        Set<String> missing = new HashSet<>(model.session().getInputNames());
        context.inputs().forEach(input -> missing.remove(model.sessionInput(input.port())));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the model's inputs " + missing + " are not wired");
        }
    }

    @Override
    public Tensor[] run(Tensor[] values) throws OrtException {
        StandIns.Mapping texts = standIns.forRequest(texts(values));
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (int i = 0; i < values.length; i++) {
                feeds.put(sessionInputs.get(i), OrtValues.toOrt(OrtSessions.environment(), values[i], texts));
            }
            try (OrtSession.Result result = session.run(feeds, wanted)) {
                return fetches.tensors(result, texts);
            }
        } catch (OrtException e) {
            throw translated(e);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    /** All texts of the request, none with half a surrogate pair: no engine can take that. */
    private List<String> texts(Tensor[] values) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof TextTensor text) {
                String port = inputs.get(i).port();
                text.values().forEach(value -> texts.add(wellFormed(value, port)));
            }
        }
        return texts;
    }

    private static String wellFormed(String text, String port) {
        boolean broken = text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        if (broken) {
            throw PipelineException.invalidInput(
                    "'" + port + "' must be Unicode text, but one has half of a surrogate pair");
        }
        return text;
    }

    /** An input of a shape that the model cannot take is the request's fault, and ONNX Runtime says which. */
    private static RuntimeException translated(OrtException e) throws OrtException {
        if (e.getCode() != OrtErrorCode.ORT_INVALID_ARGUMENT) {
            throw e;
        }
        return new PipelineException(ErrorCode.INVALID_INPUT, "the model refuses its inputs: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close a session", e);
        }
    }
}
