package dev.dormouse.compiler.trial;

import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A text longer than any tokenizer's {@code maxLength}: a model that has fewer positions fails here, not in service. */
final class LongestText {
    private static final String TOKENIZER = "tokenizer";

    private LongestText() {}

    /**
     * How the run fails, or empty when it does not, when no text of a request reaches a tokenizer, or when the request
     * fails with short texts too. A step that refuses the long text as a mistake of the caller is no failure.
     */
    static Optional<PipelineException> failure(Pipeline pipeline) {
        Plan plan = pipeline.plan();
        int longest = plan.steps().stream()
                .filter(step -> step.kind().equals(TOKENIZER))
                .mapToInt(step -> step.options().integer("maxLength"))
                .max()
                .orElse(0);
        Set<String> tokenized = tokenized(plan);
        if (tokenized.isEmpty()) {
            return Optional.empty();
        }
        Optional<Map<String, Tensor>> good = SampleInputs.requests(plan).stream()
                .filter(request -> failure(pipeline, request).isEmpty())
                .findFirst();
        return good.flatMap(request -> {
            Map<String, Tensor> inputs = new LinkedHashMap<>(request);
            String text = SampleInputs.text(longest + 8, new Random(longest));
            inputs.replaceAll((name, tensor) ->
                    tokenized.contains(name) ? new TextTensor(tensor.shape(), fill(tensor, text)) : tensor);
            return failure(pipeline, inputs).filter(e -> e.code() == ErrorCode.STEP_FAILED);
        });
    }

    private static Optional<PipelineException> failure(Pipeline pipeline, Map<String, Tensor> inputs) {
        try {
            pipeline.run(inputs);
            return Optional.empty();
        } catch (PipelineException e) {
            return Optional.of(e);
        }
    }

    /** The text inputs whose values reach a tokenizer, directly or through other steps. */
    private static Set<String> tokenized(Plan plan) {
        Set<Integer> slots = new HashSet<>();
        for (int i = plan.steps().size() - 1; i >= 0; i--) {
            Plan.PlanStep step = plan.steps().get(i);
            if (step.kind().equals(TOKENIZER)
                    || step.outputs().values().stream().anyMatch(slots::contains)) {
                slots.addAll(step.inputs().values());
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < plan.inputs().size(); i++) {
            Port input = plan.inputs().get(i);
            if (slots.contains(i) && input.type().datatype() == Datatype.STRING) {
                names.add(input.name());
            }
        }
        return names;
    }

    private static String[] fill(Tensor tensor, String text) {
        String[] values = new String[Math.toIntExact(tensor.shape().elementCount())];
        Arrays.fill(values, text);
        return values;
    }
}
