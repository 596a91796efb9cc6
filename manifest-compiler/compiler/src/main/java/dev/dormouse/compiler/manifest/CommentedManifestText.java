package dev.dormouse.compiler.manifest;

import static dev.dormouse.compiler.manifest.Scalars.comment;
import static dev.dormouse.compiler.manifest.Scalars.reference;
import static dev.dormouse.compiler.manifest.Scalars.scalar;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The manifest of one model with what was inferred and what can be changed, said where it stands. */
final class CommentedManifestText {
    private static final long MOST_CLASSES = 10_000;
    private static final long MOST_LISTED = 10;

    private final BareManifest manifest;
    private final BareManifestText plain;
    private final String pipeline;

    CommentedManifestText(BareManifest manifest, String pipeline) {
        this.manifest = manifest;
        this.plain = new BareManifestText(manifest);
        this.pipeline = pipeline;
    }

    String text(BareExample example) {
        String label = labelStep();
        return title(manifest) + plain.head(pipeline) + "spec:\n"
                + "  # What a request holds: NAME: DATATYPE[dim, ...], as the model declares it." + dims()
                + "\n  # Rename them as you like, here and in the step's inputs; datatypes and numbers are the model's own.\n"
                + "  inputs:\n" + plain.inputs()
                + "  # Steps before or after the model: ./dormouse steps lists them, docs/manifest-reference.md describes them.\n"
                + "  steps:\n" + plain.model() + label
                + "  # What an answer holds: NAME: STEP.OUTPUT. Rename them; leave out what nobody needs.\n"
                + "  outputs:\n" + plain.outputs()
                + (label.isEmpty() ? "" : "    # " + labelName() + ": " + labelName() + ".label  # STRING[n]\n")
                + examples(example);
    }

    static String title(BareManifest manifest) {
        String about = manifest.about().stream()
                .map(line -> "#   " + comment(line) + "\n")
                .collect(Collectors.joining());
        return "# Written by 'dormouse new' from " + comment(manifest.fileName())
                + (about.isEmpty() ? ".\n" : ":\n" + about);
    }

    private String dims() {
        Set<String> named = manifest.inputs().values().stream()
                .flatMap(type -> type.dims().stream())
                .filter(Dim.Named.class::isInstance)
                .map(Dim::toString)
                .collect(Collectors.toSet());
        boolean batched = manifest.inputs().values().stream()
                .anyMatch(type -> type.rank() > 0 && type.dim(0).equals(Dim.named("n")));
        boolean free = manifest.inputs().values().stream()
                .anyMatch(type -> type.dims().stream().anyMatch(Dim.Unknown.class::isInstance));
        return (batched ? "\n  # n is the batch: any number of rows." : "")
                + (named.size() > (batched ? 1 : 0) ? "\n  # A named dim is one size throughout a request." : "")
                + (free ? "\n  # ? is any size." : "");
    }

    /** A step that names classes, ready to be taken in; for the first output that looks like scores, in a model that gives no texts itself. */
    private String labelStep() {
        if (manifest.outputs().values().stream().anyMatch(type -> type.datatype() == Datatype.STRING)) {
            return "";
        }
        for (Map.Entry<String, TensorType> output : manifest.outputs().entrySet()) {
            TensorType type = output.getValue();
            if (output.getKey().indexOf('"') < 0
                    && type.datatype().isFloating()
                    && type.rank() == 2
                    && type.dim(0) instanceof Dim.Named
                    && type.dim(1) instanceof Dim.Fixed classes
                    && classes.size() > 1
                    && classes.size() <= MOST_CLASSES) {
                return "    # If " + scalar(output.getKey()) + " holds a score for each of " + classes.size()
                        + " classes, this step and the last line of outputs name the class:\n"
                        + "    # - name: " + labelName() + "\n    #   uses: label\n    #   with: {labels: "
                        + labels(classes.size()) + "}\n    #   inputs: {scores: "
                        + reference(plain.step(), output.getKey()) + "}\n";
            }
        }
        return "";
    }

    private static String labels(long classes) {
        return classes > MOST_LISTED
                ? "{source: labels.json}"
                : LongStream.range(0, classes).mapToObj(i -> "class" + i).collect(Collectors.joining(", ", "[", "]"));
    }

    private String labelName() {
        String name = "label";
        while (plain.names().contains(name)) {
            name = name + "_";
        }
        return name;
    }

    private static String examples(BareExample example) {
        String use =
                "  # Examples are run by 'dormouse check', when a function starts, and before a new version gets traffic.\n";
        if (example instanceof BareExample.Answered answered) {
            return use
                    + "  # These inputs are made up, and the outputs are what the model answered: they show the form and that it still\n"
                    + "  # answers the same, not that it is right. Put a case here whose answer you know.\n"
                    + "  examples:\n    - inputs: " + answered.inputs() + "\n      outputs: " + answered.outputs()
                    + "\n"
                    + "      tolerance: 1e-3  # how far a number may be from this\n";
        }
        String reason = example instanceof BareExample.Missing missing ? missing.reason() : "";
        return use + "  # There is none yet, because " + comment(reason) + ". Write one whose answer you know:\n"
                + "  # examples:\n  #   - inputs: {NAME: VALUE}\n  #     outputs: {NAME: VALUE}\n";
    }
}
