package dev.dormouse.engine;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An accepted request. {@code since} is {@link System#nanoTime} when it came. */
record Request(Map<String, Tensor> inputs, CompletableFuture<Map<String, Tensor>> answer, long since) {
    static Request of(Map<String, Tensor> inputs) {
        return new Request(inputs, new CompletableFuture<>(), System.nanoTime());
    }

    void fail(PipelineException e) {
        answer.completeExceptionally(e);
    }
}
