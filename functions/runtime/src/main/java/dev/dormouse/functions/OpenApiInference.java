package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.listOf;
import static dev.dormouse.functions.OpenApiSchemas.object;
import static dev.dormouse.functions.OpenApiSchemas.ordered;
import static dev.dormouse.functions.OpenApiSchemas.reference;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Open Inference Protocol V2 in an OpenAPI document: a schema for each tensor of each pipeline. */
final class OpenApiInference {
    private static final String GROUP = "open-inference";
    private static final Map<String, Object> TEXT = ordered("type", "string");
    private static final Map<String, Object> YES = ordered("type", "boolean");
    private static final Map<String, Object> DIM = ordered("type", "integer", "format", "int64");
    private static final Map<String, Object> BINARY = ordered("type", "string", "format", "binary");

    private final String name;
    private final Plan plan;
    private final Map<String, Object> schemas = new LinkedHashMap<>();

    private OpenApiInference(Plan plan) {
        this.name = plan.metadata().name();
        this.plan = plan;
    }

    static Map<String, Object> paths(List<ServedPlan> served) {
        Map<String, Object> paths = new LinkedHashMap<>();
        paths.put(
                "/v2",
                get("server-metadata", "The server and what it can.")
                        .gives("server-metadata")
                        .alone());
        paths.put(
                "/v2/health/live",
                get("server-live", "Whether the server lives.").gives("live").alone());
        paths.put("/v2/health/ready", ready("server-ready", "Whether all models are ready.", "ready"));
        paths.put(
                "/v2/models",
                get("models", "The names of the models.").gives("model-names").alone());
        paths.put(
                "/v2/repository/index",
                post("repository-index", "The models and their states.")
                        .gives("repository-index")
                        .alone());
        served.forEach(one -> new OpenApiInference(one.plan()).addPaths(paths, OpenApi.upstream(one)));
        return paths;
    }

    private void addPaths(Map<String, Object> paths, int[] upstream) {
        String path = "/v2/models/" + name;
        paths.put(
                path,
                get(
                                "metadata-" + name,
                                "Name, versions, inputs and outputs of the model; -1 is a dim that is not fixed.")
                        .gives("model-metadata")
                        .alone());
        paths.put(path + "/ready", ready("ready-" + name, "Whether the model is ready.", "model-ready"));
        paths.put(path + "/infer", infer(upstream));
        String repository = "/v2/repository/models/" + name;
        paths.put(
                repository + "/load",
                post("load-" + name, "Right of a model that is served.")
                        .gives("model-load")
                        .refuses(OpenApi.FAILURE, 503)
                        .alone());
        paths.put(
                repository + "/unload",
                post("unload-" + name, "Refused: a model is served as long as the function runs.")
                        .refuses(OpenApi.FAILURE, 400)
                        .alone());
    }

    private Map<String, Object> infer(int[] upstream) {
        Map<String, Object> octets = ordered("schema", BINARY);
        return post("infer-" + name, "Open Inference Protocol V2; data may also be nested, or binary.")
                .header(
                        OpenInferenceDoor.JSON_LENGTH,
                        "How many bytes of the body are JSON, if tensors follow it",
                        ordered("type", "integer", "minimum", 0L))
                .takes(ordered(
                        MediaType.JSON,
                        OpenApiOperation.content(name + "-infer-request", OpenApiExamples.inferences(plan)),
                        OpenInferenceDoor.BINARY,
                        octets))
                .gives(ordered(
                        MediaType.JSON,
                        OpenApiOperation.content(name + "-infer-answer", Map.of()),
                        OpenInferenceDoor.BINARY,
                        octets))
                .refuses(OpenApi.FAILURE, 400, 406, 413, 415, 429, 500, 503)
                .refuses(OpenApi.FAILURE, upstream)
                .alone();
    }

    private static OpenApiOperation get(String id, String summary) {
        return OpenApiOperation.get(id, GROUP, summary);
    }

    private static OpenApiOperation post(String id, String summary) {
        return OpenApiOperation.post(id, GROUP, summary);
    }

    private static Map<String, Object> ready(String id, String summary, String schema) {
        return get(id, summary).gives(schema).refuses(OpenApi.FAILURE, 503).alone();
    }

    static Map<String, Object> schemas(Collection<Plan> plans) {
        Map<String, Object> texts = ordered("type", "array", "items", TEXT);
        Map<String, Object> schemas = ordered(
                "server-metadata",
                object(ordered("name", TEXT, "version", TEXT, "extensions", texts)),
                "live",
                object(ordered("live", YES)),
                "ready",
                object(ordered("ready", YES)),
                "model-names",
                object(ordered("models", texts)),
                "model-metadata",
                object(ordered(
                        "name",
                        TEXT,
                        "versions",
                        texts,
                        "platform",
                        TEXT,
                        "inputs",
                        listOf("tensor-metadata"),
                        "outputs",
                        listOf("tensor-metadata"))),
                "tensor-metadata",
                object(ordered("name", TEXT, "datatype", TEXT, "shape", ordered("type", "array", "items", DIM))),
                "tensor-parameters",
                ordered(
                        "type",
                        "object",
                        "description",
                        "content_type base64 for BYTES that are no text",
                        "properties",
                        ordered("content_type", TEXT)),
                "model-ready",
                object(ordered("name", TEXT, "ready", YES)),
                "model-load",
                object(ordered("name", TEXT, "load", YES)),
                "repository-index",
                listOf("repository-model"),
                "repository-model",
                object(ordered("name", TEXT, "version", TEXT, "state", TEXT, "reason", TEXT)));
        plans.forEach(plan -> schemas.putAll(new OpenApiInference(plan).tensors()));
        return schemas;
    }

    /** The schemas of one pipeline's requests and answers. */
    private Map<String, Object> tensors() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        plan.inputs().forEach(port -> inputs.put(port.name(), tensor("input", port.name(), port.type())));
        Map<String, Object> outputs = new LinkedHashMap<>();
        plan.outputs()
                .forEach(output -> outputs.put(output.name(), tensor("output", output.name(), plan.typeOf(output))));
        List<String> names = List.copyOf(outputs.keySet());
        schemas.put(name + "-infer-wanted", object(ordered("name", ordered("type", "string", "enum", names))));
        Map<String, Object> request =
                ordered("id", TEXT, "inputs", each(inputs, inputs.size()), "outputs", listOf(name + "-infer-wanted"));
        schemas.put(
                name + "-infer-request",
                ordered("type", "object", "required", List.of("inputs"), "properties", request));
        Map<String, Object> answer =
                ordered("model_name", TEXT, "model_version", TEXT, "id", TEXT, "outputs", each(outputs, 1));
        schemas.put(
                name + "-infer-answer",
                ordered(
                        "type",
                        "object",
                        "required",
                        List.of("model_name", "model_version", "outputs"),
                        "properties",
                        answer));
        return schemas;
    }

    /** A list of tensors, each of the schema of its name. */
    private static Map<String, Object> each(Map<String, Object> byName, long least) {
        List<Object> tensors = List.copyOf(byName.values());
        Object items = tensors.size() == 1 ? tensors.get(0) : ordered("anyOf", tensors);
        return ordered("type", "array", "minItems", least, "maxItems", (long) tensors.size(), "items", items);
    }

    /** Adds the schema of one tensor, and gives the reference to it. */
    private Map<String, Object> tensor(String side, String port, TensorType type) {
        String schema = name + "-infer-" + side + "-" + port.replaceAll("[^A-Za-z0-9._-]", "_");
        while (schemas.containsKey(schema)) {
            schema += "_";
        }
        schemas.put(schema, tensor(port, type));
        return reference(schema);
    }

    private static Map<String, Object> tensor(String port, TensorType type) {
        Map<String, Object> size = ordered("type", "integer", "format", "int64", "minimum", 0L);
        Map<String, Object> shape = ordered(
                "type",
                "array",
                "minItems",
                (long) type.rank(),
                "maxItems",
                (long) type.rank(),
                "items",
                size,
                "description",
                type.toString());
        Map<String, Object> element =
                type.datatype() == Datatype.BYTES ? TEXT : OpenApiSchemas.element(type.datatype());
        return ordered(
                "type",
                "object",
                "required",
                List.of("name", "datatype", "shape", "data"),
                "properties",
                ordered(
                        "name",
                        only(port),
                        "datatype",
                        only(type.datatype().protocolName()),
                        "shape",
                        shape,
                        "parameters",
                        reference("tensor-parameters"),
                        "data",
                        ordered("type", "array", "items", element)));
    }

    private static Map<String, Object> only(String value) {
        return ordered("type", "string", "enum", List.of(value), "default", value);
    }
}
