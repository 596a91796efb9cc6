package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.tokenizer.TokenizerFile.Padding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An open native tokenizer; requests share it. It cuts; filling is done here, since it ignores the file's pad token. */
final class TokenizerStep implements Step {
    /**
     * More texts than this go to the library's own threads. Those spin while they wait for each other, which for a
     * few texts costs more than it saves and takes the processors from other requests.
     */
    private static final int ENCODED_HERE = 64;

    private final HuggingFaceTokenizer tokenizer;
    private final Padding padding;
    private final Settings settings;
    private final List<TokenOutput> outputs;

    /** {@code text} and {@code pair} are positions in the inputs; pair is -1 when it is not wired. */
    private record Settings(int text, int pair, int maxLength, boolean truncation, boolean padToMax, boolean special) {}

    private TokenizerStep(
            HuggingFaceTokenizer tokenizer, Padding padding, Settings settings, List<TokenOutput> outputs) {
        this.tokenizer = tokenizer;
        this.padding = padding;
        this.settings = settings;
        this.outputs = outputs;
    }

    static TokenizerStep open(StepContext context) throws IOException {
        Path file = context.file(TokenizerKind.SOURCE);
        Options options = context.options();
        Settings settings = new Settings(
                context.inputIndex(TokenizerKind.TEXT),
                context.inputIndex(TokenizerKind.PAIR),
                options.integer(TokenizerKind.MAX_LENGTH),
                options.bool(TokenizerKind.TRUNCATION),
                options.string(TokenizerKind.PADDING).equals(TokenizerKind.MAX_LENGTH),
                options.bool(TokenizerKind.ADD_SPECIAL_TOKENS));
        List<TokenOutput> outputs = context.outputs().stream()
                .map(wire -> TokenOutput.of(wire.port()))
                .toList();
        Padding padding = TokenizerFile.readHead(file).padding();
        return new TokenizerStep(load(file, settings), padding, settings, outputs);
    }

    private static HuggingFaceTokenizer load(Path file, Settings settings) throws IOException {
        OfflineNatives.load();
        HuggingFaceTokenizer.Builder builder = HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optAddSpecialTokens(settings.special())
                .optTruncation(settings.truncation())
                .optPadding(false);
        if (settings.truncation()) {
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
        String[] texts = texts(inputs[settings.text()], TokenizerKind.TEXT);
        Encoding[] encodings =
                settings.pair() < 0 ? encode(texts) : encode(texts, texts(inputs[settings.pair()], TokenizerKind.PAIR));
        if (!settings.truncation()) {
            requireShort(encodings);
        }
        TokenBatch batch = new TokenBatch(encodings, padding, settings.padToMax() ? settings.maxLength() : 0);
        return outputs.stream().map(batch::tensor).toArray(Tensor[]::new);
    }

    private Encoding[] encode(String[] texts) {
        if (texts.length > ENCODED_HERE) {
            return tokenizer.batchEncode(texts, settings.special(), false);
        }
        Encoding[] encodings = new Encoding[texts.length];
        Arrays.setAll(encodings, i -> tokenizer.encode(texts[i], settings.special(), false));
        return encodings;
    }

    private Encoding[] encode(String[] texts, String[] pairs) {
        if (texts.length != pairs.length) {
            throw PipelineException.invalidInput(
                    "'pair' must have as many texts as 'text', " + texts.length + ", not " + pairs.length);
        }
        return texts.length == 0
                ? new Encoding[0]
                : tokenizer.batchEncode(
                        new PairList<>(Arrays.asList(texts), Arrays.asList(pairs)), settings.special(), false);
    }

    private void requireShort(Encoding[] encodings) {
        for (int i = 0; i < encodings.length; i++) {
            int length = encodings[i].getIds().length;
            if (length > settings.maxLength()) {
                throw PipelineException.invalidInput("'text' must have at most " + settings.maxLength()
                        + " tokens, but text " + (i + 1) + " has " + length);
            }
        }
    }

    private static String[] texts(Tensor tensor, String port) {
        String[] texts = ((TextTensor) tensor).values().toArray(new String[0]);
        for (int i = 0; i < texts.length; i++) {
            if (!Surrogates.areWellFormed(texts[i])) {
                throw PipelineException.invalidInput(
                        "'" + port + "' must be Unicode text, but text " + (i + 1) + " has half of a surrogate pair");
            }
        }
        return texts;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
