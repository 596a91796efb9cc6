package dev.dormouse.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan with something of everything: two inputs, two steps, a file, options of all types, an example. */
final class Plans {
    static final TensorType TEXT = TensorType.parse("STRING[n]");
    static final TensorType SCORES = TensorType.parse("FP32[n, 2]");
    static final List<Plan.Slot> SLOTS = List.of(
            new Plan.Slot("text", TEXT), new Plan.Slot("tokens.ids", SCORES), new Plan.Slot("model.\"a/b:0\"", SCORES));
    static final Plan.PlanStep TOKENS = new Plan.PlanStep(
            "tokens",
            "tokenizer",
            options(),
            Map.of("source", new Artifact("tokenizer.json", "0".repeat(64), Optional.of("0123abcd"), 1L << 40)),
            Map.of("text", 0),
            Map.of("ids", 1));
    static final Plan.PlanStep MODEL =
            new Plan.PlanStep("model", "onnx", Options.NONE, Map.of(), Map.of("ids", 1), Map.of("a/b:0", 2));

    private Plans() {}

    static Plan plan(List<Port> inputs, List<Plan.PlanStep> steps, List<Plan.Output> outputs, Optional<String> batch) {
        return new Plan(
                new Plan.Metadata("name", "1.0.0", "", Map.of("team", "reviews"), Map.of()),
                inputs,
                SLOTS,
                steps,
                outputs,
                List.of(new Plan.Example(
                        Map.of("text", List.of("a", "b\u2028\"")),
                        Map.of("y", List.of(Arrays.asList(0.1, null), List.of(1e-300, 2L))),
                        1e-4)),
                new Plan.Execution(
                        batch,
                        Plan.Scale.DEFAULT,
                        Optional.of(new Plan.Batching(16, 2000)),
                        new Plan.Events("type", "/source"),
                        Map.of("limits", Map.of("cpu", "1"))));
    }

    static Plan plan() {
        return plan(
                List.of(new Port("text", TEXT)),
                List.of(TOKENS, MODEL),
                List.of(new Plan.Output("y", 2), new Plan.Output("again", 2)),
                Optional.of("n"));
    }

    private static Options options() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("zebra", "text");
        values.put("large", (1L << 53) + 1);
        values.put("least", Long.MIN_VALUE);
        values.put("real", 0.1);
        values.put("whole", 3.0);
        values.put("flag", true);
        values.put("nested", List.of(List.of(1L, 2L), List.of(), Map.of("a", List.of(-0.0))));
        return new Options(values);
    }
}
