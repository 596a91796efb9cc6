package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.InputSpec;
import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.keras.KerasModel.TensorRef;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** From a Keras file to the bytes of an ONNX file; the one entry point. */
public final class KerasTranslation {
    private KerasTranslation() {}

    /**
     * Translates a whole model. Inputs and outputs have Keras' names, and the batch is a free dim.
     *
     * @throws ArtifactException if the file is no Keras model, a broken one, or holds what is not translated
     */
    public static byte[] translate(Path file) {
        try (KerasFile keras = KerasFile.open(file)) {
            return translate(ModelReader.read(keras.config()), keras);
        } catch (KerasFault e) {
            throw e.in(String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which Keras wrote the file, and its layers by class. */
    static List<String> about(Path file) {
        try (KerasFile keras = KerasFile.open(file)) {
            KerasModel model = ModelReader.read(keras.config());
            Map<String, Integer> classes = new LinkedHashMap<>();
            model.layers().forEach(layer -> classes.merge(layer.className(), 1, Integer::sum));
            String layers = classes.entrySet().stream()
                    .map(entry -> entry.getKey() + (entry.getValue() == 1 ? "" : " x " + entry.getValue()))
                    .collect(Collectors.joining(", "));
            return List.of(
                    "Keras " + keras.version().number() + ", model '" + model.name() + "'",
                    "its layers: " + layers,
                    "translated to ONNX when the manifest is compiled");
        } catch (KerasFault e) {
            throw e.in(String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] translate(KerasModel model, KerasFile keras) {
        OnnxGraph graph = new OnnxGraph(model.name());
        List<Value> inputs = new ArrayList<>();
        for (TensorRef ref : model.inputs()) {
            Layer layer = model.layers().stream()
                    .filter(candidate -> candidate.name().equals(ref.layer()))
                    .findFirst()
                    .orElseThrow(() -> KerasFault.unreadable("there is no layer '" + ref.layer() + "' for an input"));
            InputSpec spec = InputLayers.spec(layer);
            graph.input(ref.layer(), spec.type(), spec.dims());
            inputs.add(Value.of(ref.layer(), spec.type(), spec.dims()));
        }
        Map<String, String> names = outputNames(model);
        names.values().forEach(graph::reserve);
        Map<String, Value> outputs = new Translator(graph, keras.weights(), keras.version()).translate(model, inputs);
        outputs.forEach((name, value) -> graph.output(names.getOrDefault(name, name), value));
        return graph.toBytes();
    }

    /** An output that is an input has its name in Keras, too; ONNX tells them apart. */
    private static Map<String, String> outputNames(KerasModel model) {
        Set<String> taken = new HashSet<>(model.outputs().keySet());
        model.inputs().forEach(input -> taken.add(input.layer()));
        Map<String, String> names = new LinkedHashMap<>();
        for (String output : model.outputs().keySet()) {
            String free = output;
            boolean input = model.inputs().stream().anyMatch(ref -> ref.layer().equals(output));
            for (int i = 1; input && !taken.add(free); i++) {
                free = output + "_" + i;
            }
            names.put(output, free);
        }
        return names;
    }
}
