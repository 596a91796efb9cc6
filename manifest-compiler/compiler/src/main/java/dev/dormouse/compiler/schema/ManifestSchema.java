package dev.dormouse.compiler.schema;

import static dev.dormouse.compiler.schema.JsonSchemas.closed;
import static dev.dormouse.compiler.schema.JsonSchemas.described;
import static dev.dormouse.compiler.schema.JsonSchemas.integer;
import static dev.dormouse.compiler.schema.JsonSchemas.listOf;
import static dev.dormouse.compiler.schema.JsonSchemas.mapOf;
import static dev.dormouse.compiler.schema.JsonSchemas.of;
import static dev.dormouse.compiler.schema.JsonSchemas.properties;
import static dev.dormouse.compiler.schema.JsonSchemas.ref;
import static dev.dormouse.compiler.schema.JsonSchemas.text;
import static dev.dormouse.compiler.schema.JsonSchemas.type;
import static dev.dormouse.compiler.schema.JsonSchemas.with;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Datatype;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON Schema (draft 2020-12) of native manifests, for completion in editors; it says less than the compiler checks. */
public final class ManifestSchema {
    private final StepCatalogue catalogue;

    private ManifestSchema(StepCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The schema as indented JSON, with the kinds of the catalogue and their options. */
    public static String generate(StepCatalogue catalogue) {
        return new String(PlanJson.encode(new ManifestSchema(catalogue).document()), StandardCharsets.UTF_8);
    }

    private Map<String, Object> document() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", of("const", "dormouse.dev/v1"));
        properties.put("kind", of("const", "Pipeline"));
        properties.put("metadata", metadata());
        properties.put("spec", spec());
        Map<String, Object> schema = of("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A Dormouse pipeline");
        schema.putAll(closed(properties, List.of("apiVersion", "kind", "metadata", "spec")));
        schema.put("$defs", definitions());
        return schema;
    }

    private static Map<String, Object> metadata() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", described(ref("dnsLabel"), "the name of the pipeline and of its function"));
        properties.put("labels", with(type("object"), "additionalProperties", type("string")));
        properties.put("annotations", with(type("object"), "additionalProperties", type("string")));
        properties.put("namespace", ref("dnsLabel"));
        return closed(properties, List.of("name"));
    }

    private static Map<String, Object> spec() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("version", text("^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"));
        properties.put("description", type("string"));
        properties.put(
                "inputs",
                described(with(mapOf(ref("name"), ref("type")), "minProperties", 1), "name to datatype[dims]"));
        properties.put("steps", listOf(ref("step")));
        properties.put(
                "outputs",
                described(
                        with(mapOf(ref("name"), ref("reference")), "minProperties", 1),
                        "name to input or step.output"));
        properties.put("examples", with(type("array"), "items", example()));
        properties.put("scale", scale());
        properties.put("batching", batching());
        properties.put("events", closed(properties("type", type("string"), "source", type("string")), List.of()));
        properties.put("resources", resources());
        return closed(properties, List.of("inputs", "steps", "outputs"));
    }

    private static Map<String, Object> example() {
        Map<String, Object> properties = properties("inputs", type("object"), "outputs", type("object"));
        properties.put("tolerance", with(type("number"), "minimum", 0));
        return closed(properties, List.of("inputs"));
    }

    private static Map<String, Object> scale() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("min", integer(0, Long.MAX_VALUE));
        properties.put("max", integer(0, Long.MAX_VALUE));
        properties.put("concurrency", described(integer(1, Long.MAX_VALUE), "requests at once in one replica"));
        return closed(properties, List.of());
    }

    private static Map<String, Object> batching() {
        return closed(
                properties("maxSize", integer(1, Long.MAX_VALUE), "maxDelay", text("^[0-9]+(\\.[0-9]+)? ?(us|ms|s)$")),
                List.of("maxSize"));
    }

    private static Map<String, Object> resources() {
        Map<String, Object> quantity = of("type", List.of("string", "number"));
        Map<String, Object> quantities = with(type("object"), "additionalProperties", quantity);
        return closed(properties("requests", quantities, "limits", quantities), List.of());
    }

    private Map<String, Object> definitions() {
        String datatypes = Arrays.stream(Datatype.values()).map(Enum::name).collect(Collectors.joining("|"));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("dnsLabel", text("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"));
        definitions.put("name", text("^[A-Za-z_][A-Za-z0-9_-]*$"));
        definitions.put("type", text("^\\s*(" + datatypes + ")\\s*(\\[[^\\]]*\\])?\\s*$"));
        definitions.put("reference", text("^[A-Za-z_][A-Za-z0-9_-]*(\\.([A-Za-z0-9_-]+|\"[^\"]+\"))?$"));
        definitions.put("source", described(text("\\S"), "a file beside the manifest, or a URI"));
        definitions.put("sha256", text("^[0-9a-f]{64}$"));
        definitions.put("step", step());
        return definitions;
    }

    private Map<String, Object> step() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", ref("name"));
        properties.put(
                "uses",
                of("enum", catalogue.kinds().stream().map(StepKind::name).toList()));
        properties.put("with", type("object"));
        properties.put("inputs", with(type("object"), "additionalProperties", ref("reference")));
        properties.put(
                "when", described(text("\\S"), "a condition over inputs and outputs, for each row or for the request"));
        Map<String, Object> step = closed(properties, List.of("name", "uses"));
        List<Object> kinds = new ArrayList<>();
        catalogue.kinds().forEach(kind -> kinds.add(whenUsed(kind)));
        if (!kinds.isEmpty()) {
            step.put("allOf", kinds);
        }
        return step;
    }

    private static Map<String, Object> whenUsed(StepKind kind) {
        Map<String, Object> condition = of("properties", of("uses", of("const", kind.name())));
        condition.put("required", List.of("uses"));
        Map<String, Object> consequence = of("properties", of("with", described(options(kind), kind.summary())));
        if (kind.options().stream().anyMatch(Option::required)) {
            consequence.put("required", List.of("with"));
        }
        Map<String, Object> rule = of("if", condition);
        rule.put("then", consequence);
        return rule;
    }

    private static Map<String, Object> options(StepKind kind) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Option option : kind.options()) {
            Map<String, Object> schema = described(JsonSchemas.option(option.type()), option.description());
            option.defaultValue().ifPresent(value -> schema.put("default", value));
            properties.put(option.name(), schema);
            if (option.type() instanceof OptionType.Source) {
                properties.put("sha256", described(ref("sha256"), "the digest that the file must have"));
            }
        }
        List<String> required = kind.options().stream()
                .filter(Option::required)
                .map(Option::name)
                .toList();
        return closed(properties, required);
    }
}
