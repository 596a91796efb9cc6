package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The examples of a manifest in the shapes that the schemas say. */
final class OpenApiExamples {
    private OpenApiExamples() {}

    static Map<String, Object> requests(Plan plan) {
        Map<String, Object> examples = new LinkedHashMap<>();
        for (int i = 0; i < plan.examples().size(); i++) {
            Map<String, Object> given = plan.examples().get(i).inputs();
            Map<String, Object> value = new LinkedHashMap<>();
            for (Port port : plan.inputs()) {
                if (given.containsKey(port.name())) {
                    value.put(port.name(), inFullShape(given.get(port.name()), port.type()));
                }
            }
            examples.put("example-" + (i + 1), ordered("value", value));
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
