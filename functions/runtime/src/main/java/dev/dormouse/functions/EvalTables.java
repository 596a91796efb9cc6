package dev.dormouse.functions;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.OvhTables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors with fields of a manifest of OVH's, from what the compiler kept of it for {@code /describe}. */
final class EvalTables {
    private EvalTables() {}

    static OvhTables of(Plan plan) {
        String json = plan.metadata().annotations().get(Description.INPUTS);
        List<OvhTables.Table> tables = new ArrayList<>();
        if (json != null && PlanJson.decode(json.getBytes(StandardCharsets.UTF_8)) instanceof List<?> inputs) {
            inputs.forEach(input -> table(input, plan).ifPresent(tables::add));
        }
        return new OvhTables(plan.inputs(), tables, EvalNames.leniency(plan));
    }

    private static Optional<OvhTables.Table> table(Object input, Plan plan) {
        if (!(input instanceof Map<?, ?> tensor)
                || !(tensor.get("fields") instanceof List<?> fields)
                || !(tensor.get("shape") instanceof List<?> shape)
                || shape.size() < 2) {
            return Optional.empty();
        }
        List<String> columns = fields.stream()
                .map(field -> (Map<?, ?>) field)
                .sorted(Comparator.comparingLong(
                        field -> field.get("index") instanceof Number index ? index.longValue() : 0))
                .map(field -> String.valueOf(field.get("name")))
                .toList();
        Optional<Port> first = plan.inputs().stream()
                .filter(port ->
                        columns.contains(port.name()) && !port.type().datatype().isVariableLength())
                .findFirst();
        return first.map(port -> new OvhTables.Table(
                String.valueOf(tensor.get("name")), new TensorType(port.type().datatype(), dims(shape)), columns));
    }

    private static List<Dim> dims(List<?> shape) {
        List<Dim> dims = new ArrayList<>();
        for (Object size : shape) {
            dims.add(
                    size instanceof Number number && number.longValue() > 0 ? Dim.of(number.longValue()) : Dim.UNKNOWN);
        }
        return dims;
    }
}
