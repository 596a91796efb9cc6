package dev.dormouse.compiler.manifest;

import dev.dormouse.plan.TensorType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The text of a manifest with one model. Names that a native manifest cannot have are made valid; the model's own are quoted. */
final class BareManifestText {

    private final String fileName;
    private final String kind;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;

    BareManifestText(String fileName, String kind, Map<String, TensorType> inputs, Map<String, TensorType> outputs) {
        this.fileName = fileName;
        this.kind = kind;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    String text() {
        Map<String, String> inputNames = publicNames(inputs, "input");
        String step = inputNames.containsValue("model") ? "theModel" : "model";
        StringBuilder out = new StringBuilder("# Written from the signature of " + comment(fileName)
                + ". Rename inputs and outputs, add steps and examples as you like.\n");
        out.append("apiVersion: dormouse.dev/v1\nkind: Pipeline\n");
        out.append("metadata:" + metadata(inputNames, publicNames(outputs, "output")) + "\nspec:\n  inputs:\n");
        inputNames.forEach((tensor, name) -> out.append("    " + scalar(name) + ": " + inputs.get(tensor) + "\n"));
        out.append("  steps:\n    - name: " + step + "\n      uses: " + kind + "\n");
        out.append("      with: {source: " + scalar(fileName) + "}\n      inputs:\n");
        inputNames.forEach((tensor, name) -> out.append("        " + scalar(tensor) + ": " + scalar(name) + "\n"));
        out.append("  outputs:\n");
        publicNames(outputs, "output").forEach((tensor, name) -> {
            if (tensor.indexOf('"') < 0) {
                out.append("    " + scalar(name) + ": " + reference(step, tensor) + "  # "
                        + comment(String.valueOf(outputs.get(tensor))) + "\n");
            }
        });
        return out.toString();
    }

    /** With OVH's names for a Keras file, which its server gives whatever Keras calls the one input and output. */
    private String metadata(Map<String, String> inputNames, Map<String, String> outputNames) {
        boolean hdf5 = fileName.matches("(?i).*\\.(h5|hdf5)");
        if (!kind.equals("keras") || !hdf5 || inputNames.size() != 1 || outputNames.size() != 1) {
            return " {name: " + pipelineName() + "}";
        }
        String input = inputNames.values().iterator().next();
        String output = outputNames.values().iterator().next();
        String names = "'{\"" + input + "\": \"inputs\", \"" + output + "\": \"prediction\"}'";
        return "\n  name: " + pipelineName() + "\n  annotations:\n    ovh/names: " + names
                + "  # those at /eval and /describe, as OVH's server has them";
    }

    private String pipelineName() {
        String stem = fileName.replaceFirst("\\.[A-Za-z0-9]+$", "");
        return scalar(Names.ofPipeline(stem, "model"));
    }

    private static Map<String, String> publicNames(Map<String, TensorType> tensors, String fallback) {
        Set<String> taken = new HashSet<>();
        tensors.keySet().stream().filter(Names::isName).forEach(taken::add);
        Map<String, String> names = new LinkedHashMap<>();
        for (String tensor : tensors.keySet()) {
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

    private static String reference(String step, String tensor) {
        return tensor.matches("[A-Za-z0-9_-]+")
                ? step + "." + tensor
                : "'" + step + ".\"" + tensor.replace("'", "''") + "\"'";
    }

    /** Plain where YAML reads the very same text, else in double quotes. */
    private static String scalar(String text) {
        boolean plain = text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null");
        if (plain) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7F) {
                out.append(String.format("\\x%02X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    private static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
