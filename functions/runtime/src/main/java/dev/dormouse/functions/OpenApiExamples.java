package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The examples of a manifest in the shapes that the schemas say. */
final class OpenApiExamples {
    private OpenApiExamples() {}

    static Map<String, Object> requests(Plan plan) {
        return requests(plan, name -> name);
    }

    /** @param shown under which name an input is shown */
    static Map<String, Object> requests(Plan plan, UnaryOperator<String> shown) {
        Map<String, Object> examples = new LinkedHashMap<>();
        inputs(plan).forEach((name, inputs) -> {
            Map<String, Object> value = new LinkedHashMap<>();
            inputs.forEach((input, given) -> value.put(shown.apply(input), given));
            examples.put(name, ordered("value", value));
        });
        return examples;
    }

    /** The inputs of each example, by a name of its own. */
    private static Map<String, Map<String, Object>> inputs(Plan plan) {
        Map<String, Map<String, Object>> examples = new LinkedHashMap<>();
        for (int i = 0; i < plan.examples().size(); i++) {
            Map<String, Object> given = plan.examples().get(i).inputs();
            Map<String, Object> value = new LinkedHashMap<>();
            for (Port port : plan.inputs()) {
                if (given.containsKey(port.name())) {
                    value.put(port.name(), inFullShape(given.get(port.name()), port.type()));
                }
            }
            examples.put("example-" + (i + 1), value);
        }
        return examples;
    }

    /** Those that say all outputs. */
    static Map<String, Object> answers(Plan plan) {
        Map<String, Object> examples = new LinkedHashMap<>();
        for (int i = 0; i < plan.examples().size(); i++) {
            Map<String, Object> given = plan.examples().get(i).outputs();
            if (given.size() == plan.outputs().size()) {
                Map<String, Object> value = new LinkedHashMap<>();
                plan.outputs()
                        .forEach(output ->
                                value.put(output.name(), inFullShape(given.get(output.name()), plan.typeOf(output))));
                examples.put("example-" + (i + 1), ordered("value", value));
            }
        }
        return examples;
    }

    /** The same as requests of the Open Inference Protocol. */
    static Map<String, Object> inferences(Plan plan) {
        Map<String, Object> examples = new LinkedHashMap<>();
        inputs(plan).forEach((name, given) -> {
            List<Object> inputs = plan.inputs().stream()
                    .filter(port -> given.containsKey(port.name()))
                    .map(port -> (Object) inference(port, given.get(port.name())))
                    .toList();
            examples.put(name, ordered("value", ordered("inputs", inputs)));
        });
        return examples;
    }

    private static Map<String, Object> inference(Port port, @Nullable Object value) {
        List<Long> shape = new ArrayList<>();
        Object inner = value;
        while (shape.size() < port.type().rank() && inner instanceof List<?> list) {
            shape.add((long) list.size());
            inner = list.isEmpty() ? null : list.get(0);
        }
        List<Object> data = new ArrayList<>();
        flatten(value, data);
        Map<String, Object> tensor = ordered("name", port.name());
        tensor.put("datatype", port.type().datatype().protocolName());
        tensor.put("shape", shape);
        if (port.type().datatype() == Datatype.BYTES) {
            tensor.put("parameters", ordered("content_type", "base64"));
        }
        tensor.put("data", data);
        return tensor;
    }

    private static void flatten(@Nullable Object value, List<Object> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> flatten(item, into));
        } else {
            into.add(Objects.requireNonNull(value));
        }
    }

    /** The same as structured events. */
    static Map<String, Object> events(Plan plan) {
        Map<String, Object> examples = new LinkedHashMap<>();
        inputs(plan).forEach((name, inputs) -> {
            Map<String, Object> event = ordered("specversion", "1.0", "id", name, "source", "/examples");
            event.put("type", plan.metadata().name());
            event.put("data", inputs);
            examples.put(name, ordered("value", event));
        });
        return examples;
    }

    /** An example may leave out the first dim, which stands for one row. */
    private static Object inFullShape(@Nullable Object value, TensorType type) {
        int rank = 0;
        Object inner = value;
        while (inner instanceof List<?> list && !list.isEmpty()) {
            rank++;
            inner = list.get(0);
        }
        Object known = Objects.requireNonNull(value);
        boolean row = rank == type.rank() - 1 && type.dim(0) instanceof Dim.Named;
        return row ? List.of(known) : known;
    }
}
