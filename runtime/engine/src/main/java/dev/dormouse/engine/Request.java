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
 * @param lone how it is run, if not as others are; such a request is run alone
 * @param isGivenUp whether nobody waits for the answer any more; asked when its turn comes
 * @param since {@link System#nanoTime} when it came
 */
record Request(
        Map<String, Tensor> inputs,
        Optional<Lone> lone,
        BooleanSupplier isGivenUp,
        CompletableFuture<Map<String, Tensor>> answer,
        long since) {
    /** A way of its own through the pipeline. */
    @FunctionalInterface
    interface Lone {
        Map<String, Tensor> run(Pipeline pipeline, Map<String, Tensor> inputs);
    }

    static Request of(Map<String, Tensor> inputs) {
        return of(inputs, () -> false);
    }

    static Request of(Map<String, Tensor> inputs, BooleanSupplier isGivenUp) {
        return new Request(inputs, Optional.empty(), isGivenUp, new CompletableFuture<>(), System.nanoTime());
    }

    static Request alone(Map<String, Tensor> inputs, Lone lone) {
        return new Request(inputs, Optional.of(lone), () -> false, new CompletableFuture<>(), System.nanoTime());
    }

    Map<String, Tensor> run(Pipeline pipeline) {
        return lone.isEmpty() ? pipeline.run(inputs) : lone.get().run(pipeline, inputs);
    }

    static PipelineException givenUp() {
        return new PipelineException(
                ErrorCode.DEADLINE_EXCEEDED, "the caller stopped waiting before the request's turn");
    }

    void fail(PipelineException e) {
        answer.completeExceptionally(e);
    }
}
