package dev.dormouse.step;

import dev.dormouse.tensor.Tensor;

/** An opened step that joins branches. Where no input lacks anything, {@link #run} is called as for any step. */
public interface JoinStep extends Step {
    /**
     * Joins what is there.
     *
     * @param inputs in the order of {@link StepContext#inputs()}; at least one, or with {@link Gaps#FILL} none, is there
     * @param rows of the result; 1 for a scalar
     * @return as {@link #run}
     */
    Tensor[] join(Branch[] inputs, int rows) throws Exception;
}
