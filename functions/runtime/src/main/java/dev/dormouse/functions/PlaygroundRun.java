package dev.dormouse.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code POST /playground/run/NAME}: takes the JSON that {@code /NAME} takes, and answers {@code {"milliseconds": {STEP:
 * …}, "outputs": …}}: how long each step took, and the same outputs.
 */
final class PlaygroundRun implements Handler<RoutingContext> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS = 1e6;

    private final HostedPipelines pipelines;

    PlaygroundRun(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public void handle(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        String name = context.pathParam("name");
        HostedPipeline pipeline = pipelines
                .find(name)
                .orElseThrow(
                        () -> new PipelineException(ErrorCode.NOT_FOUND, "no pipeline '" + name + "' is served here"));
        FunctionDoor.requireJson(context);
        RequestBody.take(context, body -> {
            DecodedInputs inputs = JsonInputs.decode(body, pipeline.plan().inputs(), Shapes.EXACT);
            Map<String, Long> nanos = Collections.synchronizedMap(new LinkedHashMap<>());
            pipeline.observe(inputs.tensors(), (step, took, failed) -> nanos.put(step, took))
                    .thenApply(outputs ->
                            json(new PipelineAnswer(pipeline.plan(), outputs, OutputShapes.answering(inputs)), nanos))
                    .whenComplete((json, failure) -> {
                        if (failure != null) {
                            context.fail(failure);
                        } else {
                            ResponseBody.end(context, MediaType.JSON, json);
                        }
                    });
        });
    }

    private static byte[] json(PipelineAnswer answer, Map<String, Long> nanos) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("milliseconds");
            for (Map.Entry<String, Long> step : nanos.entrySet()) {
                json.writeNumberField(step.getKey(), step.getValue() / NANOS);
            }
            json.writeEndObject();
            json.writeFieldName("outputs");
            JsonOutputs.write(json, answer.plan(), answer.outputs(), answer.shapes());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
