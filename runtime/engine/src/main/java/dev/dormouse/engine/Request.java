package dev.dormouse.engine;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * An accepted request.
 *
 * @param inspection what is answered instead of the outputs; such a request is run alone
 * @param isGivenUp whether nobody waits for the answer any more; asked when its turn comes
 * @param since {@link System#nanoTime} when it came
 */
record Request(
        Map<String, Tensor> inputs,
        Optional<Inspection> inspection,
        BooleanSupplier isGivenUp,
        CompletableFuture<Map<String, Tensor>> answer,
        long since) {
    static Request of(Map<String, Tensor> inputs) {
        return of(inputs, () -> false);
    }

    static Request of(Map<String, Tensor> inputs, BooleanSupplier isGivenUp) {
        return new Request(inputs, Optional.empty(), isGivenUp, new CompletableFuture<>(), System.nanoTime());
    }

    static Request of(Map<String, Tensor> inputs, Inspection inspection) {
        return new Request(inputs, Optional.of(inspection), () -> false, new CompletableFuture<>(), System.nanoTime());
    }

    Map<String, Tensor> run(Pipeline pipeline) {
        return inspection.isEmpty() ? pipeline.run(inputs) : pipeline.inspect(inputs, inspection.get());
    }

    static PipelineException givenUp() {
        return new PipelineException(
                ErrorCode.DEADLINE_EXCEEDED, "the caller stopped waiting before the request's turn");
    }

    void fail(PipelineException e) {
        answer.completeExceptionally(e);
    }
}
