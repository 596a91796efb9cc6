package dev.dormouse.compiler.manifest;

import static dev.dormouse.compiler.manifest.Scalars.scalar;

import dev.dormouse.step.PortNames;
import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The manifest of a model whose file does not say its types: what can be known, and a TODO for each thing to fill in. */
final class UntypedManifestText {
    private final BareManifest manifest;
    private final String pipeline;
    private final Collection<String> inputs;
    private final Collection<String> outputs;
    private final String step;

    UntypedManifestText(BareManifest manifest, String pipeline, PortNames names) {
        this.manifest = manifest;
        this.pipeline = pipeline;
        this.inputs = BareManifestText.publicNames(names.inputs(), "input").values();
        this.outputs = BareManifestText.publicNames(names.outputs(), "output").values();
        this.step = inputs.contains("model") ? "theModel" : "model";
    }

    String text() {
        return CommentedManifestText.title(manifest)
                + "# The file does not say the types of its inputs and outputs: write one in the place of each TODO, FP32[n, 3, 224, 224]\n"
                + "# say. A dim is a number, a name (n is the batch: any number of rows) or ? (any size); FP32, INT64, BOOL and others are\n"
                + "# the datatypes. 'dormouse check' then says whether the model takes and gives them.\n"
                + BareManifestText.plainHead(pipeline) + "spec:\n"
                + "  # What a request holds, by a name of your choice.\n"
                + "  inputs:\n" + lines(inputs, name -> "TODO")
                + "  steps:\n    - name: " + step + "\n      uses: " + manifest.kind() + "\n      with:\n"
                + "        source: " + scalar(manifest.fileName()) + "\n"
                + "        # The model's arguments, all in their order, and what it returns.\n"
                + "        inputs: " + flow(inputs, name -> "TODO") + "\n"
                + "        outputs: " + flow(outputs, name -> "TODO") + "\n"
                + "      inputs: " + flow(inputs, Scalars::scalar) + "\n"
                + "  # What an answer holds: NAME: STEP.OUTPUT.\n"
                + "  outputs:\n" + lines(outputs, name -> Scalars.reference(step, name))
                + "  # Examples are run by 'dormouse check', when a function starts, and before a new version gets traffic.\n"
                + "  # examples:\n  #   - inputs: " + flow(inputs, name -> "VALUE") + "\n"
                + "  #     outputs: " + flow(outputs, name -> "VALUE") + "\n";
    }

    private static String lines(Collection<String> names, UnaryOperator<String> value) {
        return names.stream()
                .map(name -> "    " + scalar(name) + ": " + value.apply(name) + "\n")
                .collect(Collectors.joining());
    }

    private static String flow(Collection<String> names, UnaryOperator<String> value) {
        return names.stream()
                .map(name -> scalar(name) + ": " + value.apply(name))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
