package dev.dormouse.step;

import dev.dormouse.tensor.Tensor;

/** An opened step. Thread-safe, without state of a request; opened once, run many times. */
public interface Step extends AutoCloseable {
    /**
     * Runs once.
     *
     * @param inputs in the order of {@link StepContext#inputs()}; of the datatypes there, but for a kind without files a
     *     STRING wired to a BYTES port comes as BYTES in UTF-8
     * @return the outputs in the order of {@link StepContext#outputs()}
     * @throws dev.dormouse.plan.PipelineException with INVALID_INPUT when the request's own values cannot be used
     * @throws Exception for anything else: the step failed
     */
    Tensor[] run(Tensor[] inputs) throws Exception;

    /** Frees what {@code open} took. */
    @Override
    default void close() {}
}
