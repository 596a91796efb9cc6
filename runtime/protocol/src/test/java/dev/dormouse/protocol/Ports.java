package dev.dormouse.protocol;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ports and plans from text. */
final class Ports {
    private Ports() {}

    /** {@code "x: FP32[n, 4]", …}. */
    static List<Port> of(String... declarations) {
        List<Port> ports = new ArrayList<>();
        for (String declaration : declarations) {
            String[] parts = declaration.split(": ");
            ports.add(new Port(parts[0], TensorType.parse(parts[1])));
        }
        return ports;
    }

    /** A plan of one step with these outputs. */
    static Plan plan(List<Port> inputs, List<Port> outputs) {
        List<Plan.Slot> slots = new ArrayList<>();
        inputs.forEach(port -> slots.add(new Plan.Slot(port.name(), port.type())));
        Map<String, Integer> written = new LinkedHashMap<>();
        List<Plan.Output> results = new ArrayList<>();
        for (Port output : outputs) {
            written.put(output.name(), slots.size());
            results.add(new Plan.Output(output.name(), slots.size()));
            slots.add(new Plan.Slot("step." + output.name(), output.type()));
        }
        Plan.PlanStep step = new Plan.PlanStep("step", "any", new Options(Map.of()), Map.of(), Map.of(), written);
        return new Plan(
                new Plan.Metadata("test", "", "", Map.of(), Map.of()),
                inputs,
                slots,
                List.of(step),
                results,
                List.of(),
                new Plan.Execution(
                        Optional.empty(), Plan.Scale.DEFAULT, Optional.empty(), new Plan.Events("t", "s"), Map.of()));
    }
}
