package dev.dormouse.compiler.trial;

import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A text longer than any tokenizer's {@code maxLength}: a model that has fewer positions fails here, not in service. */
final class LongestText {
    private LongestText() {}

    /** How the run fails, or empty when it does not, or when there is no tokenizer. */
    static Optional<PipelineException> failure(Pipeline pipeline) {
        Plan plan = pipeline.plan();
        int longest = plan.steps().stream()
                .filter(step -> step.kind().equals("tokenizer"))
                .mapToInt(step -> step.options().integer("maxLength"))
                .max()
                .orElse(0);
        List<Map<String, Tensor>> rows = SampleInputs.rows(plan, 1);
        if (longest == 0 || rows.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>(rows.get(0));
        String text = SampleInputs.text(longest + 8, new Random(longest));
        inputs.replaceAll((name, tensor) ->
                tensor.datatype() == Datatype.STRING ? new TextTensor(tensor.shape(), fill(tensor, text)) : tensor);
        try {
            pipeline.run(inputs);
            return Optional.empty();
        } catch (PipelineException e) {
            return Optional.of(e);
        }
    }

    private static String[] fill(Tensor tensor, String text) {
        String[] values = new String[Math.toIntExact(tensor.shape().elementCount())];
        Arrays.fill(values, text);
        return values;
    }
}
