package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tensorflow.SavedModel.MetaGraph;
import dev.dormouse.tensorflow.SavedModel.Signature;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which graph and which signature of a SavedModel is served, and what is refused before TensorFlow sees it. */
final class ModelRules {
    static final String TAG = "serve";
    /** TensorFlow 2's own, which only loads the model. */
    private static final Set<String> NOT_SERVED = Set.of("__saved_model_init_op", "__saved_model_train_op");

    private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");

    private static final List<String> DEFAULTS = List.of("predict", "serving_default");
    /** Operators that read or write any file, or run a program's code: a request must not be able to ask for that. */
    private static final Pattern REACHING_OUT = Pattern.compile(
            "(Read|Write)File|MatchingFiles|(Eager)?PyFunc(Stateless)?|(WholeFile|TextLine|TFRecord|FixedLengthRecord)Reader(V2)?"
                    + "|(Experimental)?(TextLine|TFRecord|FixedLengthRecord|CSV|Sql|LMDB|Load|Save|Snapshot)Dataset(V[0-9])?"
                    + "|DatasetToTFRecord|.*SummaryWriter|DebugIdentity(V[0-9])?|Rpc.*");

    /**
     * Operators that read a file which the graph names; a model may use them for its assets only. A file that is not
     * there when the model is compiled fails its loading.
     */
    private static final Set<String> OF_FILES = Set.of(
            "InitializeTableFromTextFile",
            "InitializeTableFromTextFileV2",
            "GenerateVocabRemapping",
            "LoadAndRemapMatrix");

    private ModelRules() {}

    /** The graph for serving. */
    static MetaGraph graph(SavedModel model) {
        MetaGraph graph = model.graphs().stream()
                .filter(candidate -> candidate.tags().equals(List.of(TAG)))
                .findFirst()
                .orElseThrow(() -> unsupported(
                        model,
                        "has no graph with the tag '" + TAG + "' alone; it has "
                                + model.graphs().stream().map(MetaGraph::tags).toList(),
                        "export it for serving: model.export(PATH) in Keras, tf.saved_model.save elsewhere"));
        for (String operator : new TreeSet<>(graph.operators())) {
            if (REACHING_OUT.matcher(operator).matches()) {
                throw unsupported(
                        model,
                        "has the operator " + operator + ", which reaches files or code outside of the model",
                        "export the model without it: read files before, or put what they hold into a lookup table or a constant");
            }
        }
        graph.texts().stream()
                .filter(text -> OF_FILES.stream().anyMatch(graph.operators()::contains) && isFile(text))
                .min(Comparator.naturalOrder())
                .ifPresent(path -> {
                    throw unsupported(
                            model,
                            "names the file '" + path + "', which lies outside of it",
                            "export the model again, with the file as an asset: tf.saved_model.Asset(PATH)");
                });
        if (!model.hasVariables() && !Collections.disjoint(graph.operators(), VARIABLES)) {
            throw new ArtifactException(
                    Reason.UNREADABLE,
                    model.name() + " has variables, but " + SavedModelFiles.VARIABLES + " is missing",
                    "copy the whole folder, with its folder variables");
        }
        for (String asset : graph.assets()) {
            if (asset.startsWith("/")
                    || asset.indexOf('\\') >= 0
                    || List.of(asset.split("/")).contains("..")) {
                throw unsupported(
                        model,
                        "names the asset '" + asset + "', which lies outside of it",
                        "export the model again; assets lie in its folder assets");
            }
        }
        return graph;
    }

    /** The names of the signatures that can be served. */
    static List<String> served(MetaGraph graph) {
        List<String> names = new ArrayList<>(graph.signatures().keySet());
        names.removeAll(NOT_SERVED);
        return names;
    }

    /** The signature that is named, else {@code predict}, {@code serving_default}, or the only one. */
    static Signature signature(SavedModel model, String wanted) {
        MetaGraph graph = graph(model);
        List<String> names = served(graph);
        Map<String, Signature> signatures = graph.signatures();
        if (!wanted.isEmpty()) {
            return found(model, signatures, names, wanted);
        }
        for (String name : DEFAULTS) {
            if (names.contains(name)) {
                return found(model, signatures, names, name);
            }
        }
        if (names.size() == 1) {
            return found(model, signatures, names, names.get(0));
        }
        throw names.isEmpty()
                ? unsupported(
                        model,
                        "has no signature, so nobody knows what goes in and out",
                        "export it with one: tf.saved_model.save(model, PATH, signatures=FUNCTION)")
                : unsupported(
                        model,
                        "has several signatures and none is called " + String.join(" or ", DEFAULTS) + ": "
                                + String.join(", ", names),
                        "say which: with: {source: …, signature: " + names.get(0) + "}");
    }

    private static Signature found(
            SavedModel model, Map<String, Signature> signatures, List<String> names, String wanted) {
        Signature signature = signatures.get(wanted);
        if (signature == null) {
            throw unsupported(
                    model,
                    "has no signature '" + wanted + "'",
                    names.isEmpty() ? "it has none at all" : "use one of " + String.join(", ", names));
        }
        if (signature.outputs().isEmpty()) {
            throw unsupported(
                    model,
                    "has a signature '" + wanted + "' without outputs",
                    "export a function that returns tensors");
        }
        return signature;
    }

    private static boolean isFile(String text) {
        try {
            return !text.isEmpty() && Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static ArtifactException unsupported(SavedModel model, String why, String help) {
        return new ArtifactException(Reason.UNSUPPORTED, model.name() + " " + why, help);
    }
}
