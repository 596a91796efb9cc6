package dev.dormouse.compiler.trial;

import dev.dormouse.engine.OutputTypeException;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the steps give what they declare: a model's file may declare shapes that the model does not keep. */
final class DeclaredTypes {
    private DeclaredTypes() {}

    /** How a made-up request shows that one does not. A plan with examples has been run with those. */
    static Optional<PipelineException> failure(Pipeline pipeline) {
        if (!pipeline.plan().examples().isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, Tensor>> requests = SampleInputs.requests(pipeline.plan());
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        try {
            pipeline.run(requests.get(0));
            return Optional.empty();
        } catch (PipelineException e) {
            // whatever else fails may be the made-up values' fault
            return e.getCause() instanceof OutputTypeException ? Optional.of(e) : Optional.empty();
        }
    }
}
