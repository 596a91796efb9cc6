package dev.dormouse.functions;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan of one step, only for its inputs; its output is {@code y: FP32[n]}. */
final class FuzzPlan {
    private FuzzPlan() {}

    /** {@code "x: FP32[n, 4]", …}. */
    static Plan of(String... inputs) {
        List<Port> ports = Arrays.stream(inputs)
                .map(input -> input.split(": "))
                .map(input -> new Port(input[0], TensorType.parse(input[1])))
                .toList();
        List<Plan.Slot> slots = new ArrayList<>();
        ports.forEach(port -> slots.add(new Plan.Slot(port.name(), port.type())));
        int output = slots.size();
        slots.add(new Plan.Slot("step.y", TensorType.parse("FP32[n]")));
        return new Plan(
                new Plan.Metadata("test", "", "", Map.of(), Map.of()),
                ports,
                slots,
                List.of(new Plan.PlanStep(
                        "step", "any", new Options(Map.of()), Map.of(), Map.of(), Map.of("y", output))),
                List.of(new Plan.Output("y", output)),
                List.of(),
                new Plan.Execution(
                        Optional.empty(), Plan.Scale.DEFAULT, Optional.empty(), new Plan.Events("t", "s"), Map.of()));
    }
}
