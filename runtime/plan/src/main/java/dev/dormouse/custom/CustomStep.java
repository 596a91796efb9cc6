package dev.dormouse.custom;

import dev.dormouse.tensor.Tensor;
import java.util.Map;

/**
 * A step of your own. The class is public and has a public constructor, with no parameters or with one {@code
 * Map<String, Object>}: what the manifest says under {@code options}. The compiler makes one to ask for its ports and to
 * try the examples, a function makes one at start; {@link #run} is then called from many threads at once.
 */
public interface CustomStep extends AutoCloseable {
    /** The inputs by name, each a type as in a manifest: {@code "STRING[n]"}, {@code "FP32[n, 4]"}. At least one. */
    Map<String, String> inputs();

    /** The outputs by name. A dim that has the name of an input's is as large as that. At least one. */
    Map<String, String> outputs();

    /**
     * Whether row i of every output depends on row i of the inputs alone, so that requests may be joined; the compiler
     * tries whether it is so. Inputs and outputs then all start with one named dim.
     */
    default boolean isRowByRow() {
        return false;
    }

    /**
     * Runs once. Inputs belong to other steps too: don't change them.
     *
     * @param inputs a tensor for each input, of the declared datatype
     * @return a tensor for each output
     * @throws BadInputException for values that the caller must change
     * @throws Exception for anything else: the step failed
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs) throws Exception;

    /** Frees what the constructor took. */
    @Override
    default void close() throws Exception {}
}
