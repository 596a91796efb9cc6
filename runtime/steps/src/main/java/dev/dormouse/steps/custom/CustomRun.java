package dev.dormouse.steps.custom;

import dev.dormouse.custom.BadInputException;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A user's object in a pipeline; what it gives is compared with what it declares, by name here and by type after it. */
final class CustomRun implements Step {
    private final List<StepContext.Wire> inputs;
    private final List<StepContext.Wire> outputs;
    private final StepJar.Loaded loaded;
    private final TimeLimit time;

    CustomRun(StepContext context, StepJar.Loaded loaded, Duration limit) {
        this.inputs = context.inputs();
        this.outputs = context.outputs();
        this.loaded = loaded;
        this.time = new TimeLimit(limit, context.declaration().stepName(), loaded.loader());
    }

    @Override
    public Tensor[] run(Tensor[] tensors) throws Exception {
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (int i = 0; i < tensors.length; i++) {
            given.put(inputs.get(i).port(), tensors[i]);
        }
        Map<String, Tensor> made = call(Collections.unmodifiableMap(given));
        Tensor[] results = new Tensor[outputs.size()];
        for (int i = 0; i < results.length; i++) {
            String name = outputs.get(i).port();
            Tensor tensor = made == null ? null : made.get(name);
            if (tensor == null) {
                throw new IllegalStateException("it returned no tensor '" + name + "', but "
                        + (made == null ? "null" : made.isEmpty() ? "none" : String.join(", ", made.keySet())));
            }
            results[i] = whole(name, tensor);
        }
        return results;
    }

    /** A text that is null would fail where nobody looks for it: in a later step, or at a door. */
    private static Tensor whole(String name, Tensor tensor) {
        int missing = tensor instanceof TextTensor texts ? texts.values().indexOf(null) : -1;
        if (missing >= 0) {
            throw new IllegalStateException("output '" + name + "' has null for a text, at place " + missing);
        }
        return tensor;
    }

    private Map<String, Tensor> call(Map<String, Tensor> given) throws InterruptedException {
        try {
            return time.call(() -> loaded.step().run(given));
        } catch (TimeoutException e) {
            throw new PipelineException(
                    ErrorCode.STEP_FAILED,
                    "it did not return within " + time.limit().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadInputException bad) {
                throw PipelineException.invalidInput(
                        Objects.requireNonNullElse(bad.getMessage(), "it cannot use this input"));
            }
            if (e.getCause() instanceof VirtualMachineError error) {
                throw UserCode.rethrow(error, "it failed");
            }
            throw new IllegalStateException(UserCode.told(e), e.getCause());
        }
    }

    @Override
    public void close() {
        try (time) {
            loaded.close();
        }
    }
}
