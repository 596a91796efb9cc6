package dev.dormouse.protocol;

import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.InferenceRequest.RequestedOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outputs that a request of the Open Inference Protocol names; all of the plan's, in its order, if it names none. */
public final class RequestedOutputs {
    private final Plan plan;
    private final Map<String, Optional<Boolean>> wanted = new LinkedHashMap<>();

    public RequestedOutputs(Plan plan) {
        this.plan = plan;
    }

    /**
     * Adds an output.
     *
     * @param binary what the request says of this one, over what it says of all
     * @throws PipelineException INVALID_INPUT if the plan has none of that name, or the request has named it before
     */
    public void add(String name, Optional<Boolean> binary) {
        if (find(name).isEmpty()) {
            List<String> names = plan.outputs().stream().map(Plan.Output::name).toList();
            throw PipelineException.invalidInput("'" + Tokens.clip(name) + "' is not an output"
                    + Nearest.didYouMean(name, names)
                            .map(question -> "; " + question)
                            .orElse(";")
                    + " the outputs are " + String.join(", ", names));
        }
        if (wanted.putIfAbsent(name, binary) != null) {
            throw PipelineException.invalidInput("the output '" + name + "' is asked for twice");
        }
    }

    /** @param binary for outputs of which the request says nothing by themselves */
    public List<RequestedOutput> resolve(boolean binary) {
        List<RequestedOutput> resolved = new ArrayList<>();
        if (wanted.isEmpty()) {
            plan.outputs().forEach(output -> resolved.add(new RequestedOutput(output, binary)));
        }
        wanted.forEach(
                (name, own) -> resolved.add(new RequestedOutput(find(name).orElseThrow(), own.orElse(binary))));
        return resolved;
    }

    private Optional<Plan.Output> find(String name) {
        return plan.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst();
    }
}
