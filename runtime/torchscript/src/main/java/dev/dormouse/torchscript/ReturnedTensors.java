package dev.dormouse.torchscript;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a model returned, as the outputs that the manifest names: by place, or a dict by its keys. */
final class ReturnedTensors {
    private static final String TEXT_TO_TENSOR = "Dict(str, Tensor)";

    private ReturnedTensors() {}

    /**
     * Each output with its tensor, which is of the manager.
     *
     * @throws IllegalStateException if it returned anything else
     */
    static Map<String, PtNDArray> byName(IValue returned, PtNDManager manager, List<String> names) {
        return returned.isMap() ? byKey(returned, manager, names) : byPlace(returned, manager, names);
    }

    private static Map<String, PtNDArray> byKey(IValue returned, PtNDManager manager, List<String> names) {
        String type = returned.getType();
        if (!type.equals(TEXT_TO_TENSOR)) {
            throw returnsNoTensors(type);
        }
        Map<String, IValue> values = returned.toIValueMap();
        try {
            Set<String> keys = values.keySet();
            if (!keys.containsAll(names)) {
                throw new IllegalStateException("the model returns a dict with the keys "
                        + keys.stream().sorted().toList() + ", but the manifest's outputs are " + names);
            }
            Map<String, PtNDArray> arrays = new LinkedHashMap<>();
            for (String name : names) {
                arrays.put(name, Objects.requireNonNull(values.get(name)).toTensor(manager));
            }
            return arrays;
        } finally {
            values.values().forEach(IValue::close);
        }
    }

    private static Map<String, PtNDArray> byPlace(IValue returned, PtNDManager manager, List<String> names) {
        List<PtNDArray> flat = new ArrayList<>();
        flatten(returned, manager, flat);
        if (flat.size() != names.size()) {
            throw new IllegalStateException("the model returns " + count(flat.size()) + " (" + returned.getType()
                    + "), but the manifest names " + count(names.size()) + " in outputs: " + names);
        }
        Map<String, PtNDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i++) {
            arrays.put(names.get(i), flat.get(i));
        }
        return arrays;
    }

    private static String count(int tensors) {
        return tensors == 1 ? "1 tensor" : tensors + " tensors";
    }

    private static void flatten(IValue value, PtNDManager manager, List<PtNDArray> into) {
        if (value.isTensor()) {
            into.add(value.toTensor(manager));
        } else if (value.isTensorList()) {
            into.addAll(List.of(value.toTensorArray(manager)));
        } else if (value.isTuple()) {
            IValue[] elements = value.toIValueTuple();
            try {
                for (IValue element : elements) {
                    flatten(element, manager, into);
                }
            } finally {
                for (IValue element : elements) {
                    element.close();
                }
            }
        } else {
            throw returnsNoTensors(value.getType());
        }
    }

    private static IllegalStateException returnsNoTensors(String type) {
        return new IllegalStateException("the model returns " + type
                + "; it must return tensors: one, a tuple or list of them, or a dict with texts as keys");
    }
}
