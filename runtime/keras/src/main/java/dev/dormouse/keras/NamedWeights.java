package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code model_weights} of an HDF5 file of old: a group for each outermost layer, with the names of its arrays as an
 * attribute. A nested model's arrays all lie in its one group, so those of an inner layer are found by its name among
 * the parts of theirs.
 */
final class NamedWeights implements WeightStore {
    private static final String ROOT = "model_weights/";

    /** SpectralNormalization keeps its last iteration beside the kernel. */
    private static final String OF_TRAINING = "(.*/)?(vector_u|sn_u)(:0)?";

    private final HdfReader file;

    NamedWeights(HdfReader file) {
        this.file = file;
    }

    @Override
    public List<Weight> weights(LayerPath path, List<String> parts) {
        String group = ROOT + path.names().get(0);
        if (!file.has(group)) {
            return List.of();
        }
        List<String> names = file.strings(group, "weight_names");
        if (path.names().size() > 1) {
            List<String> inner = path.names().subList(1, path.names().size());
            List<String> found =
                    names.stream().filter(name -> runsThrough(name, inner)).toList();
            String last = inner.get(inner.size() - 1);
            names = found.isEmpty()
                    ? names.stream()
                            .filter(name -> runsThrough(name, List.of(last)))
                            .toList()
                    : closest(found, path.names());
        }
        names = names.stream().filter(name -> !name.matches(OF_TRAINING)).toList();
        List<Weight> weights = new ArrayList<>();
        names.forEach(name -> weights.add(file.array(group + "/" + name)));
        return weights;
    }

    /** Of namesakes, layers of one name in models in each other, the one that lies right in its model. */
    private static List<String> closest(List<String> found, List<String> path) {
        String inModel = "/" + path.get(path.size() - 2) + "/" + path.get(path.size() - 1) + "/";
        long arrays = found.stream()
                .map(name -> afterLast(name, path.get(path.size() - 1)))
                .distinct()
                .count();
        return arrays == found.size()
                ? found
                : found.stream().filter(name -> ("/" + name).contains(inModel)).toList();
    }

    private static String afterLast(String arrayName, String layer) {
        String rooted = "/" + arrayName;
        return rooted.substring(rooted.lastIndexOf("/" + layer + "/") + 1);
    }

    /** Whether the parts of an array's name hold these names in this order. */
    private static boolean runsThrough(String arrayName, List<String> names) {
        List<String> parts = Arrays.asList(arrayName.split("/", -1));
        int from = 0;
        for (String name : names) {
            int at = parts.subList(from, parts.size()).indexOf(name);
            if (at < 0) {
                return false;
            }
            from += at + 1;
        }
        return true;
    }
}
