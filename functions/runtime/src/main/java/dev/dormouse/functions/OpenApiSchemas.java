package dev.dormouse.functions;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas (OpenAPI 3.0) of a pipeline's tensors, as JSON has them, in plain JSON form. */
final class OpenApiSchemas {
    private static final String TYPE = "type";

    private OpenApiSchemas() {}

    /** An object with a property for each input, all of them required, and no other. */
    static Map<String, Object> inputs(List<Port> ports) {
        Map<String, Object> properties = new LinkedHashMap<>();
        ports.forEach(port -> properties.put(port.name(), tensor(port.type())));
        Map<String, Object> inputs = object(properties);
        inputs.put("additionalProperties", false);
        return inputs;
    }

    static Map<String, Object> reference(String schema) {
        return ordered("$ref", "#/components/schemas/" + schema);
    }

    static Map<String, Object> listOf(String schema) {
        return ordered(TYPE, "array", "items", reference(schema));
    }

    /** An object with a property for each output, in the shapes of their types. */
    static Map<String, Object> outputs(Plan plan) {
        Map<String, Object> properties = new LinkedHashMap<>();
        plan.outputs().forEach(output -> properties.put(output.name(), tensor(plan.typeOf(output))));
        return object(properties);
    }

    /** The same where dims of size 1 are left out. */
    static Map<String, Object> squeezedOutputs(Plan plan) {
        Map<String, Object> properties = new LinkedHashMap<>();
        plan.outputs()
                .forEach(output -> properties.put(EvalNames.shown(plan, output.name()), squeezed(plan.typeOf(output))));
        return object(properties);
    }

    static Map<String, Object> object(Map<String, Object> properties) {
        return ordered(TYPE, "object", "required", List.copyOf(properties.keySet()), "properties", properties);
    }

    /** Lists in lists as the dims say, of elements of the datatype. */
    static Map<String, Object> tensor(TensorType type) {
        Map<String, Object> schema = element(type.datatype());
        for (int axis = type.rank() - 1; axis >= 0; axis--) {
            schema = list(schema, type.dim(axis));
        }
        schema.put("description", type.toString());
        return schema;
    }

    /** What generators make of a value or a list is no Java, so that it is anything where the shape is not known. */
    private static Map<String, Object> squeezed(TensorType type) {
        boolean exact = type.dims().stream().allMatch(dim -> dim instanceof Dim.Fixed fixed && fixed.size() > 1);
        if (exact) {
            return tensor(type);
        }
        return ordered("description", type + " without its dims of size 1: a value, or lists in lists of them");
    }

    private static Map<String, Object> list(Map<String, Object> items, Dim dim) {
        Map<String, Object> list = ordered(TYPE, "array", "items", items);
        if (dim instanceof Dim.Fixed fixed) {
            list.put("minItems", fixed.size());
            list.put("maxItems", fixed.size());
        } else {
            list.put("minItems", 1L);
        }
        return list;
    }

    /** One element; floating ones may be null, which is NaN. */
    static Map<String, Object> element(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> ordered(TYPE, "boolean");
            case UINT8 -> integer("int32", 0, 0xFFL);
            case UINT16 -> integer("int32", 0, 0xFFFFL);
            case UINT32 -> integer("int64", 0, 0xFFFF_FFFFL);
            // there is no wider format that generators know; clients in Java hold half of the range
            case UINT64 -> ordered(TYPE, "integer", "format", "int64", "minimum", 0L);
            case INT8 -> integer("int32", Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> integer("int32", Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> integer("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> ordered(TYPE, "integer", "format", "int64");
            case FP16, FP32 -> ordered(TYPE, "number", "format", "float", "nullable", true);
            case FP64 -> ordered(TYPE, "number", "format", "double", "nullable", true);
            case BYTES -> ordered(TYPE, "string", "format", "byte");
            case STRING -> ordered(TYPE, "string");
        };
    }

    private static Map<String, Object> integer(String format, long least, long most) {
        return ordered(TYPE, "integer", "format", format, "minimum", least, "maximum", most);
    }

    /** What the failures of a door look like: texts and numbers by name; those marked with ? may be missing. */
    static Map<String, Object> failure(String... members) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (String member : members) {
            String name = member.replace("?", "");
            properties.put(name, ordered(TYPE, name.equals("status") ? "integer" : "string"));
            if (name.equals(member)) {
                required.add(name);
            }
        }
        return ordered(TYPE, "object", "required", required, "properties", properties);
    }

    /** A map in the order of the arguments: name, value, … */
    static Map<String, Object> ordered(Object... members) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return map;
    }
}
