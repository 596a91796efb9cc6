package dev.dormouse.compiler.manifest;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.PortNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a pipeline with one model from the model's file alone.
 *
 * @param fileName of the model, beside the manifest
 * @param kind of the step that runs it
 * @param about what the file says of itself, a line each
 * @param inputs by the model's own names
 * @param untyped where the file does not say its types: what is known of them instead of inputs and outputs
 */
public record BareManifest(
        String fileName,
        String kind,
        List<String> about,
        Map<String, TensorType> inputs,
        Map<String, TensorType> outputs,
        Optional<PortNames> untyped) {
    public BareManifest {
        about = List.copyOf(about);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** Whether the file says its types. */
    public boolean typed() {
        return untyped.isEmpty();
    }

    /** The manifest as it is run when there is no other. */
    public String text() {
        return new BareManifestText(this).text();
    }

    /** The manifest as somebody goes on from it, with comments; where types are missing they are to be filled in. */
    public String commented(String pipeline, BareExample example) {
        return untyped.map(names -> new UntypedManifestText(this, pipeline, names).text())
                .orElseGet(() -> new CommentedManifestText(this, pipeline).text(example));
    }

    /** The same model under another file name. */
    public BareManifest in(String file) {
        return new BareManifest(file, kind, about, inputs, outputs, untyped);
    }
}
