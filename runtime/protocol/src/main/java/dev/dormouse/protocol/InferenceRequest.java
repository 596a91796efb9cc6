package dev.dormouse.protocol;

import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request of the Open Inference Protocol V2, over REST or gRPC.
 *
 * @param id empty if the caller gave none; the answer then has none either
 * @param inputs by name; the shapes are the caller's, not yet compared with the plan's
 * @param outputs what the answer holds, in its order; never empty
 */
public record InferenceRequest(Optional<String> id, Map<String, Tensor> inputs, List<RequestedOutput> outputs) {
    public InferenceRequest {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = List.copyOf(outputs);
    }

    /** @param binary whether its data travel as bytes, over REST after the JSON */
    public record RequestedOutput(Plan.Output output, boolean binary) {
        /** The tensor of this output among those of a run. */
        public Tensor of(Map<String, Tensor> outputs) {
            return Objects.requireNonNull(outputs.get(output.name()), () -> "not computed: " + output.name());
        }
    }

    /** The same, with all outputs in the JSON, for doors that have no place for bytes after it. */
    public InferenceRequest inJson() {
        return new InferenceRequest(
                id,
                inputs,
                outputs.stream()
                        .map(wanted -> new RequestedOutput(wanted.output(), false))
                        .toList());
    }
}
