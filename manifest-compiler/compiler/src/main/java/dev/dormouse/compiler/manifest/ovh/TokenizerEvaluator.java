package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.Manifest.Reference;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OVH's tokenizer: {@code input1} is one text or its words, {@code input2} a second one that may be left out; the outputs
 * are vectors of tokens without special ones. A text is the same as its only word, and an empty second text the same as
 * none, so that one step with a pair of words does all of it.
 */
final class TokenizerEvaluator {
    private static final String SECOND = "input2";
    /** Of the native step, by OVH's name, with OVH's type. */
    private static final List<Output> OUTPUTS = List.of(
            new Output("tokens", "tokens", Datatype.STRING, "string"),
            new Output("ids", "input_ids", Datatype.INT64, "integer"),
            new Output("typeIds", "token_type_ids", Datatype.INT64, "integer"),
            new Output("specialTokensMask", "special_tokens_mask", Datatype.INT64, "integer"),
            new Output("attentionMask", "attention_mask", Datatype.INT64, "integer"));
    /** OVH's server cuts nothing off. */
    private static final long LONGEST = 1 << 20;

    private final OvhPipeline pipeline;
    private final Span place;

    private record Output(String name, String port, Datatype datatype, String type) {}

    TokenizerEvaluator(OvhPipeline pipeline, Span place) {
        this.pipeline = pipeline;
        this.place = place;
    }

    Evaluators.Ports add(Node.Mapping evaluator, List<Node.Entry> source) {
        evaluator.entries().stream()
                .filter(entry ->
                        List.of("inputs", "outputs").contains(entry.key().value()))
                .forEach(this::passedOver);
        OvhTensor first = tensor("input1", Datatype.STRING, "string");
        OvhTensor second = tensor(SECOND, Datatype.STRING, "string");
        List<Node.Entry> with = new ArrayList<>(source);
        with.add(OvhKeys.option("pretokenized", true, place));
        with.add(OvhKeys.option("addSpecialTokens", false, place));
        with.add(OvhKeys.option("truncation", false, place));
        with.add(OvhKeys.option("maxLength", LONGEST, place));
        Map<String, Reference> wires = new LinkedHashMap<>();
        wires.put("text", row(first));
        wires.put("pair", row(second));
        OvhPipeline.Added tokenizer = pipeline.step("tokenizer", "tokenizer", with, wires, place);
        List<OvhTensor> outputs = new ArrayList<>();
        for (Output output : OUTPUTS) {
            OvhTensor tensor = tensor(output.name(), output.datatype(), output.type());
            pipeline.make(tensor.name(), vector(output, tokenizer.output(output.port())), output.datatype());
            outputs.add(tensor);
        }
        return new Evaluators.Ports(List.of(first, second), outputs, List.of(SECOND));
    }

    private void passedOver(Node.Entry entry) {
        pipeline.findings()
                .warning(
                        FindingCode.DM102,
                        entry.key().span(),
                        "'" + entry.key().value() + "' of a huggingface_tokenizer is passed over",
                        "its inputs are input1 and input2, its outputs "
                                + String.join(
                                        ", ", OUTPUTS.stream().map(Output::name).toList()));
    }

    /** The words as the one row that the step takes. */
    private Reference row(OvhTensor words) {
        String name = words.name().value();
        TensorType type = TensorType.of(Datatype.STRING, Dim.named(name + "Words"));
        return pipeline.step(
                        name + "-row",
                        "stack",
                        List.of(OvhKeys.option("axis", 0L, place)),
                        Map.of("words", pipeline.read(words.name(), type)),
                        place)
                .output("values");
    }

    private Reference vector(Output output, Reference row) {
        List<Node.Entry> with = List.of(OvhKeys.option("shape", List.of(-1L), place));
        return pipeline.step(output.name() + "-vector", "reshape", with, Map.of("values", row), place)
                .output("values");
    }

    private OvhTensor tensor(String name, Datatype datatype, String type) {
        Node.Mapping node = new Node.Mapping(
                List.of(OvhKeys.option("type", type, place), OvhKeys.option("shape", List.of(-1L), place)), place);
        return new OvhTensor(Located.of(name, place), datatype, Optional.empty(), List.of(), Optional.empty(), node);
    }
}
