package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.ImageLayout;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.tensor.Datatype;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The OpenAPI 3.0 document of the pipelines that are served: paths, property names, shapes and datatypes of their plans,
 * and the manifests' examples. In plain JSON form.
 */
final class OpenApi {
    private static final String JSON = MediaType.JSON;
    private static final Map<String, Object> BINARY = ordered("type", "string", "format", "binary");

    private final Map<String, Object> paths = new LinkedHashMap<>();
    private final Map<String, Object> schemas = new LinkedHashMap<>();

    private OpenApi() {}

    static Map<String, Object> of(Collection<Plan> plans) {
        OpenApi document = new OpenApi();
        document.schemas.put("Failure", OpenApiSchemas.failure("error", "code", "step?", "trace?"));
        for (Plan plan : plans) {
            document.function(plan);
            document.inference(plan);
        }
        Plan first = plans.iterator().next();
        if (plans.size() == 1) {
            document.eval(first);
        }
        Map<String, Object> info = plans.size() > 1
                ? ordered("title", "Pipelines", "version", "1")
                : ordered(
                        "title",
                        first.metadata().name(),
                        "version",
                        InferenceAnswer.version(first),
                        "description",
                        first.metadata().description());
        return ordered(
                "openapi",
                "3.0.3",
                "info",
                info,
                "servers",
                List.of(ordered("url", "/")),
                "paths",
                document.paths,
                "components",
                ordered("schemas", document.schemas));
    }

    /** {@code /NAME}: inputs in, outputs out, as JSON. */
    private void function(Plan plan) {
        String name = plan.metadata().name();
        schemas.put(name + "-inputs", OpenApiSchemas.inputs(plan.inputs()));
        schemas.put(name + "-outputs", OpenApiSchemas.outputs(plan));
        Map<String, Object> request = content(name + "-inputs", OpenApiExamples.requests(plan));
        Map<String, Object> answer = content(name + "-outputs", OpenApiExamples.answers(plan));
        paths.put(
                "/" + name,
                post(
                        name,
                        "Inputs to outputs; a first dim that has a name may be left out of all inputs, and is left out"
                                + " of the outputs then.",
                        List.of(),
                        ordered(JSON, request),
                        ordered(JSON, answer),
                        "Failure"));
    }

    private void eval(Plan plan) {
        schemas.put("eval-outputs", OpenApiSchemas.squeezedOutputs(plan));
        schemas.put("ErrorMessage", OpenApiSchemas.failure("status", "message", "detail?"));
        Map<String, Object> step = ordered(
                "name",
                "Step",
                "in",
                "header",
                "description",
                "input:STEP or output:STEP, by place or name: what the step is given or makes is answered instead",
                "schema",
                ordered("type", "string"));
        paths.put(
                "/eval",
                post(
                        "evaluate",
                        "Evaluate, as OVH's serving runtime does: dims of size 1 are left out.",
                        List.of(step),
                        evalRequest(plan),
                        evalAnswer(plan),
                        "ErrorMessage"));
        paths.put(
                "/describe",
                get("describe", "The inputs and outputs, with OVH's names of types.", ordered("type", "object")));
    }

    private static Map<String, Object> evalRequest(Plan plan) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put(JSON, content(plan.metadata().name() + "-inputs", OpenApiExamples.requests(plan)));
        request.put("multipart/form-data", form(plan));
        List<Port> inputs = plan.inputs();
        if (inputs.size() == 1 && isImage(inputs.get(0).type(), true)) {
            request.put("image/png", ordered("schema", BINARY));
            request.put("image/jpeg", ordered("schema", BINARY));
        }
        return request;
    }

    private static Map<String, Object> evalAnswer(Plan plan) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(JSON, content("eval-outputs", Map.of()));
        answer.put("text/html", ordered("schema", ordered("type", "string")));
        Map<String, Object> parts = new LinkedHashMap<>();
        plan.outputs().forEach(output -> parts.put(output.name(), BINARY));
        answer.put("multipart/form-data", ordered("schema", OpenApiSchemas.object(parts)));
        if (plan.outputs().size() == 1 && isImage(plan.typeOf(plan.outputs().get(0)), false)) {
            answer.put("image/png", ordered("schema", BINARY));
            answer.put("image/jpeg", ordered("schema", BINARY));
        }
        return answer;
    }

    private static Map<String, Object> content(String schema, Map<String, Object> examples) {
        Map<String, Object> content = ordered("schema", reference(schema));
        if (!examples.isEmpty()) {
            content.put("examples", examples);
        }
        return content;
    }

    /** Parts by the names of inputs. */
    private static Map<String, Object> form(Plan plan) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> encoding = new LinkedHashMap<>();
        for (Port port : plan.inputs()) {
            boolean file = port.type().datatype() == Datatype.BYTES;
            properties.put(port.name(), file ? BINARY : OpenApiSchemas.tensor(port.type()));
            if (!file) {
                encoding.put(port.name(), ordered("contentType", JSON));
            }
        }
        Map<String, Object> form = ordered("schema", OpenApiSchemas.object(properties));
        if (!encoding.isEmpty()) {
            form.put("encoding", encoding);
        }
        return form;
    }

    private static boolean isImage(TensorType type, boolean file) {
        return ImageLayout.of(type).isPresent() || file && type.datatype() == Datatype.BYTES && type.rank() <= 1;
    }

    private void inference(Plan plan) {
        String path = "/v2/models/" + plan.metadata().name();
        String name = plan.metadata().name();
        List<Map<String, Object>> inputs = plan.inputs().stream()
                .map(port -> inferenceTensor(port.name(), port.type()))
                .toList();
        List<Map<String, Object>> outputs = plan.outputs().stream()
                .map(output -> inferenceTensor(output.name(), plan.typeOf(output)))
                .toList();
        schemas.put(name + "-infer-request", inferenceRequest(plan, inputs));
        schemas.put(
                name + "-infer-answer",
                OpenApiSchemas.object(ordered(
                        "model_name", ordered("type", "string"),
                        "model_version", ordered("type", "string"),
                        "outputs", tensors(outputs, 1))));
        paths.put(
                path,
                get(name + "-metadata", "Name, versions, inputs and outputs of the model.", ordered("type", "object")));
        paths.put(
                path + "/infer",
                post(
                        name + "-infer",
                        "Open Inference Protocol V2; data may also be nested, or binary.",
                        List.of(),
                        ordered(JSON, ordered("schema", reference(name + "-infer-request"))),
                        ordered(JSON, ordered("schema", reference(name + "-infer-answer"))),
                        "Failure"));
    }

    /** All inputs; the outputs that are named, or all. */
    private static Map<String, Object> inferenceRequest(Plan plan, List<Map<String, Object>> inputs) {
        List<String> names = plan.outputs().stream().map(Plan.Output::name).toList();
        Map<String, Object> output = OpenApiSchemas.object(ordered("name", ordered("type", "string", "enum", names)));
        Map<String, Object> properties = ordered(
                "id", ordered("type", "string"),
                "inputs", tensors(inputs, inputs.size()),
                "outputs", ordered("type", "array", "items", output));
        return ordered("type", "object", "required", List.of("inputs"), "properties", properties);
    }

    private static Map<String, Object> tensors(List<Map<String, Object>> each, long least) {
        long size = each.size();
        Object items = size == 1 ? each.get(0) : ordered("anyOf", each);
        return ordered("type", "array", "minItems", least, "maxItems", size, "items", items);
    }

    private static Map<String, Object> inferenceTensor(String name, TensorType type) {
        Map<String, Object> shape =
                ordered("type", "array", "items", ordered("type", "integer", "format", "int64", "minimum", 0L));
        shape.put("minItems", (long) type.rank());
        shape.put("maxItems", (long) type.rank());
        shape.put("description", type.toString());
        String datatype = type.datatype().protocolName();
        Map<String, Object> element =
                type.datatype() == Datatype.BYTES ? ordered("type", "string") : OpenApiSchemas.element(type.datatype());
        return OpenApiSchemas.object(ordered(
                "name", ordered("type", "string", "enum", List.of(name)),
                "datatype", ordered("type", "string", "enum", List.of(datatype)),
                "shape", shape,
                "data", ordered("type", "array", "items", element)));
    }

    private static Map<String, Object> get(String id, String summary, Map<String, Object> schema) {
        Map<String, Object> answer =
                ordered("description", "The answer", "content", ordered(JSON, ordered("schema", schema)));
        return ordered("get", ordered("operationId", id, "summary", summary, "responses", ordered("200", answer)));
    }

    private static Map<String, Object> post(
            String id,
            String summary,
            List<Object> parameters,
            Map<String, Object> request,
            Map<String, Object> answer,
            String failure) {
        Map<String, Object> failed = ordered(
                "description",
                "What is wrong, and where",
                "content",
                ordered(JSON, ordered("schema", reference(failure))));
        Map<String, Object> operation = ordered("operationId", id, "summary", summary);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        operation.put("requestBody", ordered("required", true, "content", request));
        operation.put(
                "responses",
                ordered(
                        "200",
                        ordered("description", "The answer", "content", answer),
                        "400",
                        failed,
                        "default",
                        failed));
        return ordered("post", operation);
    }

    private static Map<String, Object> reference(String schema) {
        return ordered("$ref", "#/components/schemas/" + schema);
    }
}
