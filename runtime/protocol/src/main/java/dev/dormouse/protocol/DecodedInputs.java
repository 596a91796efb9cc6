package dev.dormouse.protocol;

import dev.dormouse.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inputs of one request, in the order of the plan's ports.
 *
 * @param singleRow whether every input came without its batch dim, so that the answer comes without it too
 */
public record DecodedInputs(Map<String, Tensor> tensors, boolean singleRow) {
    public DecodedInputs {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}
