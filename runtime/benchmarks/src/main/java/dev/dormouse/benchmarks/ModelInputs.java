package dev.dormouse.benchmarks;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the model of a plan is fed for each request: the steps before it are run once, beforehand.
 *
 * @param file the model
 * @param inputs by the model's own names
 */
record ModelInputs(Path file, List<Map<String, Tensor>> inputs) {
    static ModelInputs of(Bundle bundle, StepCatalogue catalogue, List<Map<String, Tensor>> requests) {
        Plan plan = bundle.plan();
        int index = 0;
        while (!plan.steps().get(index).kind().equals("onnx")) {
            index++;
        }
        Plan.PlanStep model = plan.steps().get(index);
        List<Plan.Output> outputs = new ArrayList<>();
        model.inputs().forEach((name, slot) -> outputs.add(new Plan.Output(name, slot)));
        Plan before = new Plan(
                plan.metadata(),
                plan.inputs(),
                plan.slots(),
                plan.steps().subList(0, index),
                outputs,
                List.of(),
                plan.execution());
        Path file = bundle.path(Objects.requireNonNull(model.artifacts().get("source")));
        try (Pipeline pipeline = Pipeline.open(before, bundle, catalogue, StepListener.NONE)) {
            return new ModelInputs(file, requests.stream().map(pipeline::run).toList());
        }
    }

    /** How long the texts are, in tokens. */
    String lengths() {
        return inputs.stream()
                .map(values -> values.values().iterator().next().shape().dim(1))
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "tokens a text: ", ""));
    }
}
