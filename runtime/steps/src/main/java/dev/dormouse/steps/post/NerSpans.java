package dev.dormouse.steps.post;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * Joins the tokens' classes to spans of text: softmax over the classes, the best class of each token, B- begins a span
 * and I- of the same label continues it, as {@code aggregation_strategy="simple"} of transformers. Tokens without text,
 * offsets (0, 0), do not count; of overlapping spans from several windows the longest counts. Offsets are in Unicode code points, as tokenizers give them.
 */
final class NerSpans extends PlainKind {
    private static final JsonFactory JSON = new JsonFactory();

    NerSpans() {
        super(new Entry(
                "nerSpans",
                "Joins the classes of tokens to labelled spans of the text.",
                List.of(
                        Labels.option(
                                "the class names, such as O, B-PER, I-PER; a list, or a file with a JSON list or map"),
                        Option.withDefault("scheme", OptionType.oneOf("BIO"), "BIO", "how class names mark spans")),
                List.of(
                        InputPort.required(
                                "logits", "FLOATING[windows, sequence, k]", "the scores of each token's classes"),
                        InputPort.required(
                                "offsets",
                                "INT64[windows, sequence, 2]",
                                "where each token stands in the text, code points"),
                        InputPort.required("text", "STRING[n]", "the texts"),
                        Windows.port()),
                List.of(new OutputPort(
                        "spans",
                        "STRING[n]",
                        "a JSON list of {label, start, end, text, score}; the score is the mean of the tokens'"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Labels.check(
                typing,
                Labels.of(typing.declaration()),
                "logits",
                typing.input("logits").dim(2));
        return Signature.of("spans", TensorType.of(Datatype.STRING, Windows.texts(typing)), Windows.rows(typing));
    }

    @Override
    public Step open(StepContext context) {
        List<SpanMerger.Tag> tags = Labels.of(context.declaration()).stream()
                .map(SpanMerger.Tag::parse)
                .toList();
        List<String> labels = Labels.of(context.declaration());
        int logits = context.inputIndex("logits");
        int offsets = context.inputIndex("offsets");
        int textInput = context.inputIndex("text");
        return inputs -> {
            Labels.require(labels, "logits", inputs[logits].shape());
            SpanMerger merger = new SpanMerger(tags, (NumericTensor) inputs[logits], (NumericTensor) inputs[offsets]);
            TextTensor texts = (TextTensor) inputs[textInput];
            String[] spans = new String[texts.values().size()];
            List<List<Integer>> windows = Windows.ofTexts(context, inputs, merger.rows(), spans.length);
            for (int text = 0; text < spans.length; text++) {
                spans[text] = json(merger.spans(windows.get(text), texts.get(text)));
            }
            return new Tensor[] {TextTensor.of(spans)};
        };
    }

    private static String json(List<SpanMerger.Span> spans) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.writeStartArray();
            for (SpanMerger.Span span : spans) {
                generator.writeStartObject();
                generator.writeStringField("label", span.label());
                generator.writeNumberField("start", span.start());
                generator.writeNumberField("end", span.end());
                generator.writeStringField("text", span.text());
                generator.writeNumberField("score", Math.rint(span.score() * 1e6) / 1e6);
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        return out.toString();
    }
}
