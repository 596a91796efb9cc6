package dev.dormouse.tensorflow;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the compiler needs of a {@code saved_model.pb}: everything but the graph's wiring and numbers.
 *
 * @param name of the folder or file, for messages
 * @param hasVariables whether there is a file of weights
 */
record SavedModel(String name, boolean hasVariables, List<MetaGraph> graphs) {
    SavedModel {
        graphs = List.copyOf(graphs);
    }

    /**
     * One variant of the model.
     *
     * @param version of the TensorFlow that wrote it; empty where it does not say
     * @param operators the names of all operators, those of functions included
     * @param assets names of files below {@code assets}
     * @param texts the constants of text of the graph and its functions, without those that an asset's path replaces
     */
    record MetaGraph(
            List<String> tags,
            String version,
            Map<String, Signature> signatures,
            Set<String> operators,
            List<String> assets,
            Set<String> texts) {
        MetaGraph {
            tags = List.copyOf(tags);
            signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
            operators = Set.copyOf(operators);
            assets = List.copyOf(assets);
            texts = Set.copyOf(texts);
        }
    }

    /** Inputs and outputs by name, sorted: their order in the file is that of a hash table. */
    record Signature(Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
        Signature {
            inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
            outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        }
    }

    /**
     * An input or output.
     *
     * @param tensor its name in the graph, {@code serving_default_x:0}; empty for what is no plain tensor
     * @param dataType a number of TensorFlow's {@code types.proto}
     * @param dims empty when the rank is unknown
     */
    record TensorInfo(String tensor, int dataType, Optional<List<Axis>> dims) {}

    /** One declared dim; size -1 for any. */
    record Axis(long size, String name) {}
}
