package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.ImageLayout;
import dev.dormouse.tensor.Datatype;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OVH's API in an OpenAPI document: {@code /eval} with its media types, and {@code /describe}. */
final class OpenApiEval {
    static final String FAILURE = "ErrorMessage";

    private static final String GROUP = "ovh";
    private static final String FORM = "multipart/form-data";
    private static final String MIXED = "multipart/mixed";
    private static final String PARTS = "eval-outputs-parts";
    private static final String OUTPUTS = "eval-outputs";
    private static final String DESCRIPTION = "pipeline-description";
    private static final Map<String, Object> TEXT = ordered("type", "string");
    private static final Map<String, Object> BINARY = ordered("type", "string", "format", "binary");

    private OpenApiEval() {}

    static Map<String, Object> paths(ServedPlan served) {
        Plan plan = served.plan();
        OpenApiOperation evaluate = OpenApiOperation.post(
                        "evaluate", GROUP, "Evaluate, as OVH's serving runtime does: dims of size 1 are left out.")
                .header(
                        "Step",
                        "input:STEP or output:STEP, by place or name: what the step is given or makes is answered"
                                + " instead",
                        TEXT)
                .takes(request(plan))
                .gives(answer(plan))
                .refuses(FAILURE, 400, 406, 413, 415, 429, 500, 503)
                .refuses(FAILURE, OpenApi.upstream(served));
        OpenApiOperation describe = OpenApiOperation.get(
                        "describe", GROUP, "The inputs and outputs, with OVH's names of types.")
                .gives(DESCRIPTION);
        return ordered("/eval", evaluate.alone(), "/describe", describe.alone());
    }

    static Map<String, Object> schemas(Plan plan) {
        Map<String, Object> schemas = ordered(
                FAILURE,
                OpenApiSchemas.failure("status", "message", "detail?"),
                OUTPUTS,
                OpenApiSchemas.squeezedOutputs(plan),
                PARTS,
                parts(plan),
                form(plan.metadata().name()),
                form(plan),
                DESCRIPTION,
                OpenApiSchemas.object(ordered(
                        "name",
                        TEXT,
                        "version",
                        TEXT,
                        "description",
                        TEXT,
                        "inputs",
                        OpenApiSchemas.listOf("tensor-description"),
                        "outputs",
                        OpenApiSchemas.listOf("tensor-description"),
                        "rolling_windows_size",
                        ordered("type", "integer"))),
                "tensor-description",
                OpenApiSchemas.object(ordered(
                        "name",
                        TEXT,
                        "type",
                        TEXT,
                        "shape",
                        ordered("type", "array", "items", ordered("type", "integer", "format", "int64")))));
        if (hasOwnInputs(plan)) {
            schemas.put(inputs(plan), ownInputs(plan));
        }
        return schemas;
    }

    /** Whether inputs have other names here, or may be left out here only. */
    private static boolean hasOwnInputs(Plan plan) {
        return plan.inputs().stream()
                .anyMatch(port -> EvalNames.mayLack(plan, port)
                        || !EvalNames.shown(plan, port.name()).equals(port.name()));
    }

    /** The schema of what this door takes as JSON. */
    private static String inputs(Plan plan) {
        return hasOwnInputs(plan) ? plan.metadata().name() + "-eval-inputs" : OpenApi.inputs(plan);
    }

    private static Map<String, Object> ownInputs(Plan plan) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Port port : plan.inputs()) {
            properties.put(EvalNames.shown(plan, port.name()), OpenApiSchemas.tensor(port.type()));
        }
        Map<String, Object> inputs = withoutOptional(plan, properties);
        inputs.put("additionalProperties", false);
        return inputs;
    }

    /** An object that requires the inputs which may not be left out. */
    private static Map<String, Object> withoutOptional(Plan plan, Map<String, Object> properties) {
        Map<String, Object> object = OpenApiSchemas.object(properties);
        List<String> required = plan.inputs().stream()
                .filter(port -> !EvalNames.mayLack(plan, port))
                .map(port -> EvalNames.shown(plan, port.name()))
                .toList();
        if (required.isEmpty()) {
            object.remove("required"); // OpenAPI 3.0 allows no empty list
        } else {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> request(Plan plan) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put(
                MediaType.JSON,
                OpenApiOperation.content(
                        inputs(plan), OpenApiExamples.requests(plan, name -> EvalNames.shown(plan, name))));
        request.put(
                FORM,
                encoded(plan, OpenApiOperation.content(form(plan.metadata().name()), Map.of())));
        request.put(MIXED, OpenApiOperation.content(form(plan.metadata().name()), Map.of()));
        List<Port> inputs = plan.inputs();
        if (inputs.size() == 1 && isImage(inputs.get(0).type(), true)) {
            request.put("image/png", ordered("schema", BINARY));
            request.put("image/jpeg", ordered("schema", BINARY));
        }
        return request;
    }

    private static String form(String name) {
        return name + "-form";
    }

    /** Says what is not text within a form. */
    private static Map<String, Object> encoded(Plan plan, Map<String, Object> form) {
        Map<String, Object> encoding = new LinkedHashMap<>();
        plan.inputs().stream()
                .filter(port -> port.type().datatype() != Datatype.BYTES)
                .forEach(port ->
                        encoding.put(EvalNames.shown(plan, port.name()), ordered("contentType", MediaType.JSON)));
        if (!encoding.isEmpty()) {
            form.put("encoding", encoding);
        }
        return form;
    }

    private static Map<String, Object> answer(Plan plan) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(MediaType.JSON, OpenApiOperation.content(OUTPUTS, Map.of()));
        answer.put("text/html", ordered("schema", TEXT));
        answer.put(FORM, OpenApiOperation.content(PARTS, Map.of()));
        answer.put(MIXED, OpenApiOperation.content(PARTS, Map.of()));
        if (plan.outputs().size() == 1 && isImage(plan.typeOf(plan.outputs().get(0)), false)) {
            answer.put("image/png", ordered("schema", BINARY));
            answer.put("image/jpeg", ordered("schema", BINARY));
        }
        return answer;
    }

    private static Map<String, Object> parts(Plan plan) {
        Map<String, Object> parts = new LinkedHashMap<>();
        plan.outputs().forEach(output -> parts.put(EvalNames.shown(plan, output.name()), BINARY));
        return OpenApiSchemas.object(parts);
    }

    /** Parts by the names of inputs: JSON, or files, of which several of one name are rows. */
    private static Map<String, Object> form(Plan plan) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Port port : plan.inputs()) {
            boolean file = port.type().datatype() == Datatype.BYTES;
            properties.put(
                    EvalNames.shown(plan, port.name()), file ? files(port.type()) : OpenApiSchemas.tensor(port.type()));
        }
        return withoutOptional(plan, properties);
    }

    private static Map<String, Object> files(TensorType type) {
        boolean rows = type.rank() > 0 && !(type.dim(0) instanceof Dim.Fixed);
        return rows ? ordered("type", "array", "items", BINARY, "minItems", 1L) : BINARY;
    }

    private static boolean isImage(TensorType type, boolean file) {
        return ImageLayout.of(type).isPresent() || file && type.datatype() == Datatype.BYTES && type.rank() <= 1;
    }
}
