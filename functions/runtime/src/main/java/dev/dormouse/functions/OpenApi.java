package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.InferenceAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The OpenAPI 3.0 document of the pipelines that are served: paths, property names, shapes and datatypes of their plans,
 * and the manifests' examples, each schema with a name of its own for generators of clients. In plain JSON form.
 */
final class OpenApi {
    static final String FAILURE = "Failure";

    private static final String GROUP = "pipeline";
    private static final int[] REFUSED = {400, 413, 415, 429, 500, 503};

    private final Map<String, Object> paths = new LinkedHashMap<>();
    private final Map<String, Object> schemas = new LinkedHashMap<>();
    private final Map<String, Object> responses = new LinkedHashMap<>();

    private OpenApi() {}

    static Map<String, Object> of(List<ServedPlan> served) {
        List<Plan> plans = served.stream().map(ServedPlan::plan).toList();
        OpenApi document = new OpenApi();
        document.schemas.put(FAILURE, OpenApiSchemas.failure("error", "code", "step?", "trace?"));
        document.responses.putAll(OpenApiOperation.failures(FAILURE));
        served.forEach(document::function);
        Plan first = plans.get(0);
        if (plans.size() == 1) {
            document.paths.put("/", OpenApiEvents.path(served.get(0)));
            document.schemas.putAll(OpenApiEvents.schemas(first));
        }
        document.paths.putAll(OpenApiInference.paths(served));
        document.schemas.putAll(OpenApiInference.schemas(plans));
        if (plans.size() == 1) {
            document.paths.putAll(OpenApiEval.paths(served.get(0)));
            document.schemas.putAll(OpenApiEval.schemas(first));
            document.responses.putAll(OpenApiOperation.failures(OpenApiEval.FAILURE));
        }
        return ordered(
                "openapi",
                "3.0.3",
                "info",
                info(plans),
                "servers",
                List.of(ordered("url", "/")),
                "paths",
                document.paths,
                "components",
                ordered("schemas", document.schemas, "responses", document.responses));
    }

    private static Map<String, Object> info(List<Plan> plans) {
        Plan first = plans.get(0);
        return plans.size() > 1
                ? ordered("title", "Pipelines", "version", "1")
                : ordered(
                        "title",
                        first.metadata().name(),
                        "version",
                        InferenceAnswer.version(first),
                        "description",
                        first.metadata().description());
    }

    /** What a plan answers when a server that it calls fails. */
    static int[] upstream(ServedPlan served) {
        return served.callsOut()
                ? new int[] {ErrorCode.BAD_UPSTREAM.httpStatus(), ErrorCode.UPSTREAM_TIMEOUT.httpStatus()}
                : new int[0];
    }

    /** The schema of what a pipeline is given. */
    static String inputs(Plan plan) {
        return plan.metadata().name() + "-inputs";
    }

    /** The schema of what it makes. */
    static String outputs(Plan plan) {
        return plan.metadata().name() + "-outputs";
    }

    /** {@code /NAME}: inputs in, outputs out, as JSON. */
    private void function(ServedPlan served) {
        Plan plan = served.plan();
        String name = plan.metadata().name();
        schemas.put(inputs(plan), OpenApiSchemas.inputs(plan.inputs()));
        schemas.put(outputs(plan), OpenApiSchemas.outputs(plan));
        paths.put(
                "/" + name,
                OpenApiOperation.post(
                                "predict-" + name,
                                GROUP,
                                "Inputs to outputs; a first dim that has a name may be left out of all inputs, and is"
                                        + " left out of the outputs then.")
                        .takes(ordered(
                                MediaType.JSON, OpenApiOperation.content(inputs(plan), OpenApiExamples.requests(plan))))
                        .gives(ordered(
                                MediaType.JSON, OpenApiOperation.content(outputs(plan), OpenApiExamples.answers(plan))))
                        .refuses(FAILURE, REFUSED)
                        .refuses(FAILURE, upstream(served))
                        .alone());
    }
}
