package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a layer's weights lie: HDF5 files of old find them by names, {@code .keras} by the group of the class and its
 * count.
 *
 * @param names of the models around the layer, outermost first, then its own
 * @param group in {@code model.weights.h5}
 */
record LayerPath(List<String> names, String group) {
    static final LayerPath ROOT = new LayerPath(List.of(), "");

    LayerPath child(String name, String container, String counted) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new LayerPath(longer, group + container + "/" + counted + "/");
    }

    /** The layer inside a wrapper, which has no name of its own in files of old. */
    LayerPath wrapped(String attribute) {
        return new LayerPath(names, group + attribute + "/");
    }
}
