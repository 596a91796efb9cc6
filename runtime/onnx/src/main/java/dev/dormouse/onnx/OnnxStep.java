package dev.dormouse.onnx;

import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An open session. Requests share it; each makes its own values and frees them. */
final class OnnxStep implements Step {
    private final OrtSession session;
    private final StandIns standIns;
    private final List<Wire> inputs;
    private final List<Wire> outputs;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<String, ZipMap> zipMaps;

    private OnnxStep(LoadedModel model, StepContext context, Map<String, ZipMap> zipMaps) {
        this.session = model.session();
        this.standIns = model.standIns();
        this.inputs = context.inputs();
        this.outputs = context.outputs();
        this.zipMaps = zipMaps;
        outputs.forEach(output -> wanted.add(output.port()));
    }

    static OnnxStep open(StepContext context, String sourceOption) throws OrtException, IOException {
        Path file = context.file(sourceOption);
        LoadedModel model = LoadedModel.load(context, file);
        try {
            requireNames(context, model.session());
            return new OnnxStep(model, context, zipMaps(context, model, file));
        } catch (OrtException | RuntimeException e) {
            model.session().close();
            throw e;
        }
    }

    /** ONNX Runtime itself notices a missing input only when the graph reaches it. */
    private static void requireNames(StepContext context, OrtSession session) {
        Set<String> missing = new HashSet<>(session.getInputNames());
        context.inputs().forEach(input -> missing.remove(input.port()));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the model's inputs " + missing + " are not wired");
        }
    }

    private static Map<String, ZipMap> zipMaps(StepContext context, LoadedModel model, Path file) throws OrtException {
        Map<String, ZipMap> found = new HashMap<>();
        for (Wire output : context.outputs()) {
            var info = model.session().getOutputInfo().get(output.port());
            if (info == null) {
                throw new IllegalArgumentException("the model has no output '" + output.port() + "'");
            }
            if (info.getInfo() instanceof SequenceInfo) {
                ZipMap.of(OnnxReader.read(file), output.port())
                        .ifPresent(zipMap -> found.put(
                                output.port(), zipMap.encoded(model.standIns().forConstants())));
            }
        }
        return found;
    }

    @Override
    public Tensor[] run(Tensor[] values) throws OrtException {
        StandIns.Mapping texts = standIns.forRequest(texts(values));
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (int i = 0; i < values.length; i++) {
                feeds.put(inputs.get(i).port(), OrtValues.toOrt(OrtSessions.environment(), values[i], texts));
            }
            try (OrtSession.Result result = session.run(feeds, wanted)) {
                return outputs(result, texts);
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

    private Tensor[] outputs(OrtSession.Result result, StandIns.Mapping texts) throws OrtException {
        Tensor[] tensors = new Tensor[outputs.size()];
        for (int i = 0; i < tensors.length; i++) {
            Wire output = outputs.get(i);
            OnnxValue value = result.get(i);
            ZipMap zipMap = zipMaps.get(output.port());
            tensors[i] = zipMap != null && value instanceof OnnxSequence maps
                    ? OrtValues.fromMaps(maps, zipMap)
                    : OrtValues.fromOrt((OnnxTensor) value, output.type().datatype(), texts);
        }
        return tensors;
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
