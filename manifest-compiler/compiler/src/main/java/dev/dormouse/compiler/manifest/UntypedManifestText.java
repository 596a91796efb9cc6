package dev.dormouse.compiler.manifest;

import static dev.dormouse.compiler.manifest.Scalars.scalar;

/** The manifest of a model whose file does not say its types: what can be known, and a TODO for each thing to fill in. */
final class UntypedManifestText {
    private final BareManifest manifest;
    private final String pipeline;

    UntypedManifestText(BareManifest manifest, String pipeline) {
        this.manifest = manifest;
        this.pipeline = pipeline;
    }

    String text() {
        return CommentedManifestText.title(manifest)
                + "# The file does not say the types of its inputs and outputs: write one in the place of each TODO, FP32[n, 3, 224, 224]\n"
                + "# say. A dim is a number, a name (n is the batch: any number of rows) or ? (any size); FP32, INT64, BOOL and others are\n"
                + "# the datatypes. 'dormouse check' then says whether the model takes and gives them.\n"
                + BareManifestText.plainHead(pipeline) + "spec:\n"
                + "  # What a request holds, by a name of your choice.\n"
                + "  inputs:\n    x: TODO\n"
                + "  steps:\n    - name: model\n      uses: " + manifest.kind() + "\n      with:\n"
                + "        source: " + scalar(manifest.fileName()) + "\n"
                + "        # The model's arguments, all in their order, and what it returns.\n"
                + "        inputs: {x: TODO}\n        outputs: {y: TODO}\n"
                + "      inputs: {x: x}\n"
                + "  # What an answer holds: NAME: STEP.OUTPUT.\n"
                + "  outputs:\n    y: model.y\n"
                + "  # Examples are run by 'dormouse check', when a function starts, and before a new version gets traffic.\n"
                + "  # examples:\n  #   - inputs: {x: VALUE}\n  #     outputs: {y: VALUE}\n";
    }
}
