package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one OVH evaluator and adds its native steps to a pipeline. */
final class Evaluators {
    private static final List<String> COMMON = List.of("type", "inputs", "outputs", "batch_size");
    private static final Map<String, List<String>> OWN_KEYS = Map.of(
            "onnx", List.of("onnx_model_uri", "binary"),
            "tensorflow", List.of("saved_model_uri"),
            "torch_script", List.of("saved_model_uri"),
            "huggingface_tokenizer", List.of("saved_model_uri"),
            "standard_scaler", List.of("mean_std_map"),
            "datetime_encoder", List.of(),
            "pi", List.of("residuals_std"),
            "flow", List.of("evaluator_manifests"));

    private final OvhPipeline pipeline;
    private final Expect expect;

    Evaluators(OvhPipeline pipeline, Expect expect) {
        this.pipeline = pipeline;
        this.expect = expect;
    }

    /** What {@code type} says, or which type has the keys that are there. */
    Optional<Located<String>> type(Node.Mapping evaluator) {
        Optional<Node.Entry> entry = OvhKeys.entry(evaluator, "type");
        if (entry.isPresent()) {
            return expect.text("type", entry.get()).filter(this::isKnown);
        }
        for (Map.Entry<String, List<String>> type : OWN_KEYS.entrySet()) {
            boolean told = !type.getValue().contains("saved_model_uri")
                    && type.getValue().stream()
                            .anyMatch(key -> evaluator.get(key).isPresent());
            if (told) {
                return Optional.of(Located.of(type.getKey(), Expect.headOf(evaluator)));
            }
        }
        if (hasDates(evaluator)) {
            return Optional.of(Located.of("datetime_encoder", Expect.headOf(evaluator)));
        }
        expect.missing("the manifest", Expect.headOf(evaluator), "type");
        return Optional.empty();
    }

    private static boolean hasDates(Node.Mapping evaluator) {
        return evaluator.get("inputs").orElse(evaluator) instanceof Node.Sequence inputs
                && inputs.elements().stream()
                        .anyMatch(input -> input instanceof Node.Mapping map
                                && map.get("format").isPresent());
    }

    private boolean isKnown(Located<String> type) {
        if (OWN_KEYS.containsKey(type.value())) {
            return true;
        }
        List<String> known = OWN_KEYS.keySet().stream().sorted().toList();
        expect.findings()
                .error(
                        FindingCode.DM108,
                        type.span(),
                        "'" + type.value() + "' is not an OVH type that is read here",
                        Nearest.question(type.value(), known) + "the types are " + String.join(", ", known));
        return false;
    }

    void refuseUnknownKeys(Node.Mapping evaluator, Located<String> type) {
        List<String> known = new ArrayList<>(COMMON);
        known.addAll(OWN_KEYS.getOrDefault(type.value(), List.of()));
        evaluator.entries().stream()
                .filter(entry -> !known.contains(entry.key().value()))
                .forEach(entry -> new OvhKeys(expect).unknown("'" + type.value() + "'", entry, known));
    }

    /**
     * The inputs and outputs of an evaluator, in order.
     *
     * @param optional names of inputs that a request may leave out
     */
    record Ports(List<OvhTensor> inputs, List<OvhTensor> outputs, List<String> optional) {
        Ports(List<OvhTensor> inputs, List<OvhTensor> outputs) {
            this(inputs, outputs, List.of());
        }
    }

    /**
     * Adds the steps of one evaluator that is not a flow.
     *
     * @param window how many rows a model sees at once
     */
    Ports add(Node.Mapping evaluator, Located<String> type, TensorReader tensors, int window) {
        refuseUnknownKeys(evaluator, type);
        Span place = type.span();
        if (type.value().equals("huggingface_tokenizer")) {
            return new TokenizerEvaluator(pipeline, place)
                    .add(evaluator, source(evaluator, type).stream().toList());
        }
        expect.required("the manifest", evaluator, place, "inputs", "outputs");
        List<OvhTensor> inputs = tensors.read(evaluator, "inputs");
        List<OvhTensor> outputs = tensors.read(evaluator, "outputs");
        switch (type.value()) {
            case "standard_scaler" -> {
                expect.required("the manifest", evaluator, place, "mean_std_map");
                new ColumnEvaluators(pipeline, expect).scaler(evaluator, inputs, outputs, place);
            }
            case "datetime_encoder" -> new ColumnEvaluators(pipeline, expect).dates(inputs, outputs, place);
            case "pi" -> {
                expect.required("the manifest", evaluator, place, "residuals_std");
                new ColumnEvaluators(pipeline, expect).intervals(evaluator, inputs, outputs);
            }
            default -> model(evaluator, type, new Ports(inputs, outputs), window);
        }
        return new Ports(inputs, outputs);
    }

    private void model(Node.Mapping evaluator, Located<String> type, Ports ports, int window) {
        List<OvhTensor> inputs = ports.inputs();
        List<OvhTensor> outputs = ports.outputs();
        List<Node.Entry> with = new ArrayList<>();
        source(evaluator, type).ifPresent(with::add);
        String kind = type.value();
        if (kind.equals("torch_script")) {
            kind = "torchscript";
            with.add(ModelEvaluator.types("inputs", inputs, type));
            with.add(ModelEvaluator.types("outputs", outputs, type));
        }
        if (kind.equals("tensorflow")) {
            inputs.stream().filter(input -> input.datatype() == Datatype.STRING).forEach(this::refuseText);
        }
        new ModelEvaluator(pipeline, window).add(Located.of(kind, type.span()), with, inputs, outputs);
    }

    private void refuseText(OvhTensor input) {
        expect.findings()
                .error(
                        FindingCode.DM302,
                        input.name().span(),
                        "'" + input.name().value() + "' is text, but this evaluator takes numbers only",
                        "give it a number type, or read another value");
    }

    private Optional<Node.Entry> source(Node.Mapping evaluator, Located<String> type) {
        String key = type.value().equals("onnx") ? "onnx_model_uri" : "saved_model_uri";
        Optional<Node.Entry> binary =
                type.value().equals("onnx") ? OvhKeys.entry(evaluator, "binary") : Optional.empty();
        Optional<Node.Entry> uri = OvhKeys.entry(evaluator, key);
        if (uri.isPresent()) {
            return expect.text(key, uri.get()).map(text -> OvhKeys.option("source", text.value(), text.span()));
        }
        if (binary.isPresent()) {
            return expect.text("binary", binary.get()).flatMap(this::inlined);
        }
        expect.missing("the manifest", type.span(), key);
        return Optional.empty();
    }

    private Optional<Node.Entry> inlined(Located<String> base64) {
        String text = base64.value().replaceAll("\\s+", "");
        try {
            Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            expect.outOfForm(base64.span(), "'binary' is not base64", "write the model's bytes as base64");
            return Optional.empty();
        }
        return Optional.of(OvhKeys.option("source", "data:;base64," + text, base64.span()));
    }
}
