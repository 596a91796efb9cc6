package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.List;

/** {@code model.weights.h5} of a {@code .keras} file: a group a layer, named by its class and a count. */
final class CountedWeights implements WeightStore {
    private final HdfReader file;

    CountedWeights(HdfReader file) {
        this.file = file;
    }

    @Override
    public List<Weight> weights(LayerPath path, List<String> parts) {
        List<Weight> weights = new ArrayList<>();
        for (String part : parts) {
            String group = path.group() + (part.isEmpty() ? "" : part + "/") + "vars";
            for (int i = 0; file.has(group + "/" + i); i++) {
                weights.add(file.array(group + "/" + i));
            }
        }
        return weights;
    }
}
