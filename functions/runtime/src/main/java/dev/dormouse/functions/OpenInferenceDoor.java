package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferenceJson;
import dev.dormouse.protocol.InferenceRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Open Inference Protocol V2 over REST, with the binary tensor extension and a repository that never changes. */
final class OpenInferenceDoor {
    static final String JSON_LENGTH = "Inference-Header-Content-Length";
    static final String BINARY = "application/octet-stream";

    private final ServedModels models;

    OpenInferenceDoor(HostedPipelines pipelines) {
        this.models = new ServedModels(pipelines, "GET /v2/models");
    }

    /** What is at which path; the parameters of a path are {@code :model} and {@code :version}. */
    Map<String, Handler<RoutingContext>> paths() {
        Map<String, Handler<RoutingContext>> paths = new LinkedHashMap<>();
        paths.put("/v2", get(context -> ModelMetadata.server()));
        paths.put("/v2/health/live", get(context -> Map.of("live", true)));
        paths.put("/v2/health/ready", get(context -> {
            models.all().forEach(ServedModels::requireReady);
            return Map.of("ready", true);
        }));
        paths.put("/v2/models", get(context -> Map.of("models", ModelMetadata.names(models.all()))));
        for (String model : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            paths.put(model, get(context -> ModelMetadata.of(model(context).plan())));
            paths.put(model + "/ready", get(context -> {
                ServedModels.requireReady(model(context));
                return ModelMetadata.named(model(context), "ready");
            }));
            paths.put(model + "/infer", this::infer);
        }
        paths.put("/v2/repository/index", post(context -> ModelMetadata.index(models.all())));
        paths.put("/v2/repository/models/:model/load", post(context -> {
            ServedModels.requireReady(model(context));
            return ModelMetadata.named(model(context), "load");
        }));
        paths.put("/v2/repository/models/:model/unload", post(context -> {
            throw ServedModels.staysLoaded(model(context));
        }));
        return paths;
    }

    private static Handler<RoutingContext> get(Answer answer) {
        return answering("GET", answer);
    }

    private static Handler<RoutingContext> post(Answer answer) {
        return answering("POST", answer);
    }

    private static Handler<RoutingContext> answering(String method, Answer answer) {
        return context -> {
            Doors.requireMethod(context, method);
            ResponseBody.end(context, MediaType.JSON, PlanJson.encode(answer.to(context)));
        };
    }

    /** What a path that reads no body answers: an object or a list. */
    private interface Answer {
        Object to(RoutingContext context);
    }

    private HostedPipeline model(RoutingContext context) {
        String version = context.pathParam("version");
        return models.find(context.pathParam("model"), version == null ? "" : version);
    }

    private void infer(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        HostedPipeline pipeline = model(context);
        String jsonLength = context.request().getHeader(JSON_LENGTH);
        requireType(context, jsonLength != null);
        RequestBody.take(context, body -> {
            InferenceRequest request = jsonLength == null
                    ? InferenceJson.read(body, pipeline.plan())
                    : InferenceJson.read(body, length(jsonLength), pipeline.plan());
            pipeline.outputs(request.inputs())
                    .thenApply(outputs -> InferenceAnswer.of(request, pipeline.plan(), outputs))
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            write(context, answer);
                        } else {
                            context.fail(failure);
                        }
                    });
        });
    }

    private static void write(RoutingContext context, InferenceAnswer answer) {
        answer.jsonLength().ifPresent(length -> context.response().putHeader(JSON_LENGTH, Integer.toString(length)));
        ResponseBody.end(context, answer.jsonLength().isPresent() ? BINARY : MediaType.JSON, answer.body());
    }

    /** With binary tensors clients send any type, {@code application/octet-stream} by rights. */
    private static void requireType(RoutingContext context, boolean binary) {
        @Nullable String header = context.request().getHeader("Content-Type");
        String type = MediaType.of(header);
        if (!binary && !type.equals(MediaType.JSON)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + type + "; this door takes application/json, or binary tensors with the header "
                            + JSON_LENGTH);
        }
        if (!MediaType.accepts(context.request().getHeader("Accept"), MediaType.JSON)
                && !MediaType.accepts(context.request().getHeader("Accept"), BINARY)) {
            throw new PipelineException(ErrorCode.NOT_ACCEPTABLE, "this door gives application/json and " + BINARY);
        }
    }

    private static int length(String header) {
        try {
            return Integer.parseInt(header.trim());
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    ErrorCode.MALFORMED, JSON_LENGTH + " is '" + header + "', not a number of bytes", e);
        }
    }
}
