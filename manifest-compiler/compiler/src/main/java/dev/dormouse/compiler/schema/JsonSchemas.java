package dev.dormouse.compiler.schema;

import dev.dormouse.step.Headers;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.Settings;
import dev.dormouse.step.TimeSpan;
import dev.dormouse.step.TypesByName;
import dev.dormouse.tensor.Datatype;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small pieces of JSON Schema as ordered maps. */
final class JsonSchemas {
    private JsonSchemas() {}

    static Map<String, Object> of(String keyword, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(keyword, value);
        return schema;
    }

    static Map<String, Object> type(String type) {
        return of("type", type);
    }

    static Map<String, Object> text(String pattern) {
        return with(type("string"), "pattern", pattern);
    }

    static Map<String, Object> ref(String definition) {
        return of("$ref", "#/$defs/" + definition);
    }

    static Map<String, Object> with(Map<String, Object> schema, String keyword, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(schema);
        copy.put(keyword, value);
        return copy;
    }

    static Map<String, Object> described(Map<String, Object> schema, String description) {
        return with(schema, "description", description);
    }

    /** An object with these properties only. */
    static Map<String, Object> closed(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = with(type("object"), "properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** An object with any keys of a form. */
    static Map<String, Object> mapOf(Map<String, Object> keys, Map<String, Object> values) {
        return with(with(type("object"), "propertyNames", keys), "additionalProperties", values);
    }

    static Map<String, Object> listOf(Map<String, Object> element) {
        return with(with(type("array"), "items", element), "minItems", 1);
    }

    static Map<String, Object> integer(long min, long max) {
        Map<String, Object> schema = type("integer");
        if (min != Long.MIN_VALUE) {
            schema.put("minimum", min);
        }
        if (max < Integer.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return schema;
    }

    /** The schema of an option's values. */
    static Map<String, Object> option(OptionType type) {
        if (type instanceof OptionType.OneOf choice) {
            return choice.words().isEmpty() ? type("string") : of("enum", choice.words());
        }
        if (type instanceof OptionType.Bool) {
            return type("boolean");
        }
        if (type instanceof OptionType.Int range) {
            return integer(range.min(), range.max());
        }
        if (type instanceof OptionType.Real) {
            return type("number");
        }
        if (type instanceof OptionType.Scalar) {
            return of("type", List.of("number", "string", "boolean"));
        }
        if (type instanceof OptionType.ListOf list) {
            return listOf(option(list.element()));
        }
        if (type instanceof OptionType.DatatypeName) {
            return of("enum", Arrays.stream(Datatype.values()).map(Enum::name).toList());
        }
        if (type instanceof TypesByName) {
            return with(mapOf(type("string"), ref("type")), "minProperties", 1);
        }
        if (type instanceof Settings) {
            return type("object");
        }
        if (type instanceof TimeSpan) {
            return text("^[0-9]+(\\.[0-9]+)? ?(ms|s)$");
        }
        if (type instanceof Headers) {
            return with(
                    type("object"),
                    "additionalProperties",
                    of(
                            "anyOf",
                            List.of(type("string"), closed(of(Headers.ENV, type("string")), List.of(Headers.ENV)))));
        }
        if (type instanceof OptionType.Source) {
            return ref("source");
        }
        if (type instanceof OptionType.TextsOrSource) {
            Map<String, Object> file =
                    closed(properties("source", ref("source"), "sha256", ref("sha256")), List.of("source"));
            return of("anyOf", List.of(listOf(type("string")), file));
        }
        return new LinkedHashMap<>();
    }

    /** Two properties, in this order. */
    static Map<String, Object> properties(
            String first, Map<String, Object> firstSchema, String second, Map<String, Object> secondSchema) {
        Map<String, Object> properties = of(first, firstSchema);
        properties.put(second, secondSchema);
        return properties;
    }
}
