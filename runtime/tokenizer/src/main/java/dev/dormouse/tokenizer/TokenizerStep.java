package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tokenizer.TokenRow.Span;
import dev.dormouse.tokenizer.TokenizerFile.Padding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An open native tokenizer; requests share it. Filling is done here, since it ignores the file's pad token. */
final class TokenizerStep implements Step {
    /** The most tokens in all windows of a request: with a large stride, a text of 1 MB could become 100 million. */
    private static final int MOST_TOKENS = 1 << 22;

    private final TextEncoder encoder;
    private final Padding padding;
    private final TokenizerSettings settings;
    private final Frame frame;
    private final List<TokenOutput> outputs;

    private TokenizerStep(
            TextEncoder encoder, Padding padding, TokenizerSettings settings, Frame frame, List<TokenOutput> outputs) {
        this.encoder = encoder;
        this.padding = padding;
        this.settings = settings;
        this.frame = frame;
        this.outputs = outputs;
    }

    static TokenizerStep open(StepContext context) throws IOException {
        Path file = context.file(TokenizerKind.SOURCE);
        TokenizerSettings settings = TokenizerSettings.of(context);
        List<TokenOutput> outputs = context.outputs().stream()
                .map(wire -> TokenOutput.of(wire.port()))
                .toList();
        Padding padding = TokenizerFile.readHead(file).padding();
        HuggingFaceTokenizer tokenizer = load(file, settings);
        try {
            return new TokenizerStep(
                    new TextEncoder(tokenizer, settings), padding, settings, frame(tokenizer, settings, file), outputs);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** With the check that the compiler does by what the file says, here by what the library does. */
    private static Frame frame(HuggingFaceTokenizer tokenizer, TokenizerSettings settings, Path file) {
        if (settings.isNative()) {
            return Frame.NONE;
        }
        String name = String.valueOf(file.getFileName());
        Frame frame = Frame.of(tokenizer, settings.pairs() ? 2 : 1, settings.special(), name);
        if (settings.maxLength() - frame.specialTokens() - (settings.pairs() ? 1 : 0)
                <= Math.max(settings.stride(), 0)) {
            throw new ArtifactException(
                    Reason.UNSUPPORTED,
                    name + " puts " + frame.specialTokens() + " special tokens around a text, which leaves no room in "
                            + settings.maxLength(),
                    "set maxLength to more, or stride to less");
        }
        return frame;
    }

    private static HuggingFaceTokenizer load(Path file, TokenizerSettings settings) throws IOException {
        OfflineNatives.load();
        boolean truncation = settings.truncation() && settings.isNative();
        HuggingFaceTokenizer.Builder builder = HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optAddSpecialTokens(settings.special())
                .optTruncation(truncation)
                .optPadding(false);
        if (truncation) {
            // DJL cuts at 512 whatever maxLength says unless it is told that the model takes more.
            builder.configure(Map.of("modelMaxLength", String.valueOf(settings.maxLength())));
            builder.optMaxLength(settings.maxLength());
        }
        try {
            return builder.build();
        } catch (RuntimeException e) {
            ArtifactException refused = new ArtifactException(
                    Reason.UNSUPPORTED,
                    file.getFileName() + " cannot be loaded: " + e.getMessage(),
                    "use the tokenizer.json that was saved with the model");
            refused.initCause(e);
            throw refused;
        }
    }

    @Override
    public Tensor[] run(Tensor[] inputs) {
        TokenBatch batch = settings.isNative() ? whole(inputs) : cut(inputs);
        return outputs.stream().map(batch::tensor).toArray(Tensor[]::new);
    }

    private TokenBatch whole(Tensor[] inputs) {
        List<TokenRow> rows = encoder.rows(inputs);
        if (!settings.truncation()) {
            for (int i = 0; i < rows.size(); i++) {
                requireShort(rows.get(i).length(), i);
            }
        }
        return batch(rows, TokenBatch.ownRows(rows.size()));
    }

    private TokenBatch cut(Tensor[] inputs) {
        List<List<TokenRow>> texts = encoder.texts(inputs);
        List<List<List<Span>>> spans = spans(texts);
        List<TokenRow> rows = new ArrayList<>();
        List<Integer> rowOf = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            for (List<Span> row : spans.get(i)) {
                rows.add(frame.around(texts.get(i), row));
                rowOf.add(i);
            }
        }
        return batch(rows, rowOf);
    }

    /** For each text or pair the pieces of its rows, before anything is made of them. */
    private List<List<List<Span>>> spans(List<List<TokenRow>> texts) {
        int special = frame.specialTokens();
        Truncation truncation = new Truncation(settings.maxLength() - special, settings.stride(), settings.strategy());
        List<List<List<Span>>> spans = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < texts.size(); i++) {
            List<Integer> lengths = texts.get(i).stream().map(TokenRow::length).toList();
            if (!settings.truncation()) {
                requireShort(
                        special + lengths.stream().mapToInt(Integer::intValue).sum(), i);
            }
            spans.add(truncation.rows(lengths, i));
            rows += spans.get(i).size();
            if (settings.stride() >= 0 && rows > texts.size() && rows * settings.maxLength() > MOST_TOKENS) {
                throw PipelineException.invalidInput("'text' gives too many windows: together they have more than "
                        + MOST_TOKENS + " tokens; send fewer or shorter texts, or set a smaller stride");
            }
        }
        return spans;
    }

    private TokenBatch batch(List<TokenRow> rows, List<Integer> rowOf) {
        return new TokenBatch(rows, rowOf, padding, settings.padToMax() ? settings.maxLength() : 0);
    }

    private void requireShort(int length, int row) {
        if (length > settings.maxLength()) {
            throw PipelineException.invalidInput("'text' must have at most " + settings.maxLength()
                    + " tokens, but text " + (row + 1) + " has " + length);
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
