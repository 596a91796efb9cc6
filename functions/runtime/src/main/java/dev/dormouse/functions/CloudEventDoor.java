package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.CloudEvent;
import dev.dormouse.protocol.CloudEventHeaders;
import dev.dormouse.protocol.CloudEventJson;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.EventData;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferenceJson;
import dev.dormouse.protocol.InferenceRequest;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** CloudEvents 1.0 over HTTP, in binary, structured and batched mode; an event is answered by one in its own mode. */
final class CloudEventDoor {
    static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    /** The type of the events that tell, within a batch, of those that failed. */
    private static final String FAILED = "dev.dormouse.failed";

    /** How many events of a batch are under way at once, so that one batch does not fill the queue. */
    private static final int AT_ONCE = 16;

    private final HostedPipelines pipelines;

    CloudEventDoor(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** Whether a request is an event, a batch, or a broken one of these, by its content type and headers. */
    static boolean takes(HttpServerRequest request) {
        return MediaType.of(request.getHeader("Content-Type")).startsWith("application/cloudevents")
                || CloudEventHeaders.areThere(request.headers());
    }

    /** Answers a question whether events may be sent here, as the specification's "Web Hooks" has it. */
    static void allow(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader("Allow", "POST");
        String origin = request.getHeader("WebHook-Request-Origin");
        if (origin != null) {
            context.response().putHeader("WebHook-Allowed-Origin", origin).putHeader("WebHook-Allowed-Rate", "*");
        }
        context.response().end();
    }

    /** @param name of the pipeline; empty if the events' types say it, or there is only one */
    void handle(RoutingContext context, String name) {
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        boolean structured = type.startsWith("application/cloudevents");
        if (structured && !type.equals(STRUCTURED) && !type.equals(BATCH)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + type + "; events in structured mode are " + STRUCTURED + " or " + BATCH);
        }
        RequestBody.take(context, body -> {
            if (type.equals(BATCH)) {
                batch(context, name, body);
            } else if (structured) {
                one(context, name, CloudEventJson.read(body), CloudEventDoor::writeStructured);
            } else {
                CloudEvent event = CloudEventHeaders.read(context.request().headers(), body);
                one(context, name, event, CloudEventDoor::writeBinary);
            }
        });
    }

    private void one(
            RoutingContext context, String name, CloudEvent event, BiConsumer<RoutingContext, CloudEvent> writer) {
        answer(name, event).whenComplete((answer, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            try {
                writer.accept(context, answer);
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
    }

    private static void writeStructured(RoutingContext context, CloudEvent answer) {
        ResponseBody.end(context, STRUCTURED, CloudEventJson.write(answer));
    }

    private static void writeBinary(RoutingContext context, CloudEvent answer) {
        CloudEventHeaders.write(answer).forEach(context.response()::putHeader);
        ResponseBody.end(context, MediaType.JSON, answer.data().orElseThrow());
    }

    private void batch(RoutingContext context, String name, byte[] body) {
        List<CloudEventJson.Read> events = CloudEventJson.readBatch(body);
        answers(context, name, events, new ArrayList<>())
                .thenApply(CloudEventJson::writeBatch)
                .whenComplete((answers, failure) -> {
                    if (failure == null) {
                        ResponseBody.end(context, BATCH, answers);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    /** Answers the events that follow those already answered, some at a time. */
    private CompletionStage<List<CloudEvent>> answers(
            RoutingContext context, String name, List<CloudEventJson.Read> events, List<CloudEvent> answered) {
        if (answered.size() == events.size()) {
            return CompletableFuture.completedFuture(answered);
        }
        int end = Math.min(answered.size() + AT_ONCE, events.size());
        List<CompletableFuture<CloudEvent>> underWay = events.subList(answered.size(), end).stream()
                .map(event -> answerOrFailure(context, name, event))
                .toList();
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .thenCompose(done -> {
                    underWay.forEach(answer -> answered.add(answer.join()));
                    return answers(context, name, events, answered);
                });
    }

    private CompletableFuture<CloudEvent> answerOrFailure(
            RoutingContext context, String name, CloudEventJson.Read read) {
        CompletionStage<CloudEvent> answer;
        try {
            answer = answer(name, read.event().orElseThrow(() -> read.fault().orElseThrow()));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> failed(context, read.attributes(), failure))
                .toCompletableFuture();
    }

    private static CloudEvent failed(RoutingContext context, Map<String, Object> attributes, Throwable thrown) {
        Failure failure = FailureHandler.failure(context, thrown);
        return CloudEvent.answering(
                attributes,
                UUID.randomUUID().toString(),
                FAILED,
                context.normalizedPath(),
                Instant.now(),
                failure.json());
    }

    private CompletionStage<CloudEvent> answer(String name, CloudEvent event) {
        HostedPipeline pipeline = pipeline(name, event);
        Plan.Events events = pipeline.plan().execution().events();
        return answered(pipeline, event)
                .thenApply(json -> CloudEvent.answering(
                        event.attributes(),
                        UUID.randomUUID().toString(),
                        events.type(),
                        events.source(),
                        Instant.now(),
                        json));
    }

    private HostedPipeline pipeline(String name, CloudEvent event) {
        Optional<HostedPipeline> named = pipelines.find(name.isEmpty() ? event.type() : name);
        return named.orElseGet(pipelines::only);
    }

    private static CompletionStage<byte[]> answered(HostedPipeline pipeline, CloudEvent event) {
        Plan plan = pipeline.plan();
        if (EventData.isInference(event, plan)) {
            InferenceRequest request =
                    InferenceJson.read(event.data().orElseThrow(), plan).inJson();
            return pipeline.outputs(request.inputs())
                    .thenApply(outputs ->
                            InferenceAnswer.of(request, plan, outputs).body());
        }
        DecodedInputs inputs = EventData.decode(event, plan);
        return pipeline.answer(inputs.tensors(), OutputShapes.answering(inputs)).thenApply(CloudEventDoor::json);
    }

    private static byte[] json(PipelineAnswer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonOutputs.write(out, answer.plan(), answer.outputs(), answer.shapes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
