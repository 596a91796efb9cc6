package dev.dormouse.compiler.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.compiler.manifest.BareExample;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One request made up from the types of a plan, and what the pipeline answers. */
public final class MadeUpExample {
    /** More would not be read by anybody. */
    private static final int MOST_ELEMENTS = 64;

    private static final int MOST_CHARACTERS = 1_000;

    private static final double CENTS = 100;
    private static final JsonFactory JSON = new JsonFactory();

    private MadeUpExample() {}

    /** The example, or why an honest one cannot be made. */
    public static BareExample of(Plan plan, Map<String, Path> files, StepCatalogue catalogue) {
        try (Pipeline pipeline = Pipeline.open(
                plan, artifact -> Objects.requireNonNull(files.get(artifact.sha256())), catalogue, StepListener.NONE)) {
            return of(pipeline);
        }
    }

    private static BareExample of(Pipeline pipeline) {
        List<Map<String, Tensor>> requests = SampleInputs.madeUp(pipeline.plan(), 1, 1, MOST_ELEMENTS);
        if (requests.isEmpty()) {
            return new BareExample.Missing("an input is too large to be written here, or holds bytes");
        }
        Map<String, Tensor> inputs = requests.get(0);
        inputs.values().forEach(MadeUpExample::round);
        try {
            Map<String, Tensor> outputs = pipeline.run(inputs);
            if (outputs.values().stream().anyMatch(tensor -> tensor.shape().elementCount() > MOST_ELEMENTS)) {
                return new BareExample.Missing("the answer is too large to be written here");
            }
            if (!outputs.values().stream().allMatch(MadeUpExample::finite)) {
                return new BareExample.Missing("the model answers made-up inputs by what is no number");
            }
            BareExample.Answered example =
                    new BareExample.Answered(inputs(pipeline.plan().inputs(), inputs), outputs(pipeline, outputs));
            return example.inputs().length() + example.outputs().length() <= MOST_CHARACTERS
                    ? example
                    : new BareExample.Missing("a made-up one would be too long to be read");
        } catch (PipelineException e) {
            return new BareExample.Missing("the model takes no made-up inputs: " + e.getMessage());
        }
    }

    private static void round(Tensor tensor) {
        if (tensor instanceof NumericTensor numbers && numbers.datatype().isFloating()) {
            for (int i = 0; i < numbers.size(); i++) {
                numbers.setDouble(i, Math.round(numbers.getDouble(i) * CENTS) / CENTS);
            }
        }
    }

    private static boolean finite(Tensor tensor) {
        if (tensor instanceof NumericTensor numbers && numbers.datatype().isFloating()) {
            for (int i = 0; i < numbers.size(); i++) {
                if (!Double.isFinite(numbers.getDouble(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String inputs(List<Port> ports, Map<String, Tensor> inputs) {
        return written(json -> {
            json.writeStartObject();
            for (Port port : ports) {
                json.writeFieldName(port.name());
                JsonOutputs.writeValue(json, Objects.requireNonNull(inputs.get(port.name())), false);
            }
            json.writeEndObject();
        });
    }

    private static String outputs(Pipeline pipeline, Map<String, Tensor> outputs) {
        return written(json -> JsonOutputs.write(json, pipeline.plan(), outputs, OutputShapes.EXACT));
    }

    private static String written(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.setPrettyPrinter(new OneLine());
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** What is written. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
