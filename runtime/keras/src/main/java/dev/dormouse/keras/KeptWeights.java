package dev.dormouse.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads each layer's weights once, so that the calls of a shared layer share its constants. */
final class KeptWeights implements WeightStore {
    private record Key(LayerPath path, List<String> parts) {}

    private final WeightStore store;
    private final Map<Key, List<Weight>> kept = new HashMap<>();

    KeptWeights(WeightStore store) {
        this.store = store;
    }

    @Override
    public List<Weight> weights(LayerPath path, List<String> parts) {
        return kept.computeIfAbsent(new Key(path, parts), key -> store.weights(path, parts));
    }
}
