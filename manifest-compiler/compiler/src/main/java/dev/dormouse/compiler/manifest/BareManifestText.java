package dev.dormouse.compiler.manifest;

import static dev.dormouse.compiler.manifest.Scalars.comment;
import static dev.dormouse.compiler.manifest.Scalars.reference;
import static dev.dormouse.compiler.manifest.Scalars.scalar;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The text of a manifest with one model. Names that a native manifest cannot have are made valid; the model's own are quoted. */
final class BareManifestText {
    private static final String HEAD = "apiVersion: dormouse.dev/v1\nkind: Pipeline\n";

    private final BareManifest manifest;
    private final Map<String, String> inputNames;
    private final String step;

    BareManifestText(BareManifest manifest) {
        this.manifest = manifest;
        this.inputNames = publicNames(manifest.inputs().keySet(), "input");
        this.step = inputNames.containsValue("model") ? "theModel" : "model";
    }

    String text() {
        return "# Written from the signature of " + comment(manifest.fileName())
                + ". Rename inputs and outputs, add steps and examples as you like.\n"
                + head(Names.ofPipeline(BareModel.stem(manifest.fileName()), "model")) + "spec:\n"
                + "  inputs:\n" + inputs()
                + "  steps:\n" + model()
                + "  outputs:\n" + outputs();
    }

    /** All before {@code spec}, with OVH's names for a Keras file: its server gives them whatever Keras calls the one input and output. */
    String head(String pipeline) {
        Map<String, String> outputs = outputNames();
        boolean hdf5 = manifest.fileName().matches("(?i).*\\.(h5|hdf5)");
        if (!manifest.kind().equals("keras") || !hdf5 || inputNames.size() != 1 || outputs.size() != 1) {
            return plainHead(pipeline);
        }
        String input = inputNames.values().iterator().next();
        String output = outputs.values().iterator().next();
        return HEAD + "metadata:\n  name: " + pipelineName(pipeline) + "\n  annotations:\n    ovh/names: '{\"" + input
                + "\": \"inputs\", \"" + output + "\": \"prediction\"}'"
                + "  # those at /eval and /describe, as OVH's server has them\n";
    }

    static String plainHead(String pipeline) {
        return HEAD + "metadata: {name: " + pipelineName(pipeline) + "}\n";
    }

    /** A label that YAML could take for a number is quoted. */
    private static String pipelineName(String name) {
        return name.matches("[a-z][a-z0-9-]*") ? scalar(name) : '"' + name + '"';
    }

    String inputs() {
        StringBuilder out = new StringBuilder();
        inputNames.forEach((tensor, name) ->
                out.append("    " + scalar(name) + ": " + manifest.inputs().get(tensor) + "\n"));
        return out.toString();
    }

    String model() {
        StringBuilder out = new StringBuilder("    - name: " + step + "\n      uses: " + manifest.kind() + "\n");
        out.append("      with: {source: " + scalar(manifest.fileName()) + "}\n      inputs:\n");
        inputNames.forEach((tensor, name) -> out.append("        " + scalar(tensor) + ": " + scalar(name) + "\n"));
        return out.toString();
    }

    String outputs() {
        StringBuilder out = new StringBuilder();
        outputNames()
                .forEach((tensor, name) -> out.append("    " + scalar(name) + ": " + reference(step, tensor) + "  # "
                        + comment(String.valueOf(manifest.outputs().get(tensor))) + "\n"));
        return out.toString();
    }

    /** The pipeline's names by the model's; one with a quote in it cannot be referred to. */
    private Map<String, String> outputNames() {
        Map<String, String> names = publicNames(manifest.outputs().keySet(), "output");
        names.keySet().removeIf(tensor -> tensor.indexOf('"') >= 0);
        return names;
    }

    String step() {
        return step;
    }

    /** Of inputs, the step and outputs. */
    Set<String> names() {
        Set<String> names = new HashSet<>(inputNames.values());
        names.addAll(outputNames().values());
        names.add(step);
        return names;
    }

    /** A name for each tensor that a native manifest can have: its own where that is one. */
    static Map<String, String> publicNames(Collection<String> tensors, String fallback) {
        Set<String> taken = new HashSet<>();
        tensors.stream().filter(Names::isName).forEach(taken::add);
        Map<String, String> names = new LinkedHashMap<>();
        for (String tensor : tensors) {
            String name = tensor;
            if (!Names.isName(tensor)) {
                String base = validName(tensor, fallback);
                name = base;
                for (int i = 2; !taken.add(name); i++) {
                    name = base + "_" + i;
                }
            }
            names.put(tensor, name);
        }
        return names;
    }

    /** The nearest name of letters, digits and '_' that does not begin with a digit. */
    static String validName(String text, String fallback) {
        String name = text.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        if (name.isEmpty()) {
            return fallback;
        }
        return Character.isDigit(name.charAt(0)) ? fallback + "_" + name : name;
    }
}
