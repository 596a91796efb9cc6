package dev.dormouse.engine;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An accepted request.
 *
 * @param inspection what is answered instead of the outputs; such a request is run alone
 * @param since {@link System#nanoTime} when it came
 */
record Request(
        Map<String, Tensor> inputs,
        Optional<Inspection> inspection,
        CompletableFuture<Map<String, Tensor>> answer,
        long since) {
    static Request of(Map<String, Tensor> inputs) {
        return of(inputs, Optional.empty());
    }

    static Request of(Map<String, Tensor> inputs, Optional<Inspection> inspection) {
        return new Request(inputs, inspection, new CompletableFuture<>(), System.nanoTime());
    }

    Map<String, Tensor> run(Pipeline pipeline) {
        return inspection.isEmpty() ? pipeline.run(inputs) : pipeline.inspect(inputs, inspection.get());
    }

    void fail(PipelineException e) {
        answer.completeExceptionally(e);
    }
}
