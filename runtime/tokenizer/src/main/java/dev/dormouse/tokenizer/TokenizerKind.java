package dev.dormouse.tokenizer;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Signature.Rows;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TokenSource;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tokenizer.TokenizerFile.SpecialTokens;
import dev.dormouse.tokenizer.Truncation.Strategy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code uses: tokenizer}: text to token ids by a HuggingFace tokenizer.json. */
final class TokenizerKind implements StepKind, TokenSource {
    static final String SOURCE = "source";
    static final String MAX_LENGTH = "maxLength";
    static final String TRUNCATION = "truncation";
    static final String PADDING = "padding";
    static final String ADD_SPECIAL_TOKENS = "addSpecialTokens";
    static final String PRETOKENIZED = "pretokenized";
    static final String STRIDE = "stride";
    static final String TRUNCATION_STRATEGY = "truncationStrategy";
    static final String TEXT = "text";
    static final String PAIR = "pair";
    private static final long DEFAULT_MAX_LENGTH = 512;
    private static final long LONGEST = 1 << 20;

    @Override
    public String name() {
        return "tokenizer";
    }

    @Override
    public String summary() {
        return "Turns text, or pairs of texts, into token ids as a HuggingFace tokenizer.json says; a long text into several"
                + " windows if there is a stride.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(SOURCE, OptionType.SOURCE, "the tokenizer.json that was saved with the model"),
                Option.withDefault(
                        MAX_LENGTH,
                        OptionType.integer(1, LONGEST),
                        DEFAULT_MAX_LENGTH,
                        "the most tokens in a row, special ones included; at most the model's positions"),
                Option.withDefault(
                        TRUNCATION,
                        OptionType.BOOLEAN,
                        true,
                        "whether a longer text is cut at its end; if not, it is refused"),
                Option.optional(
                        TRUNCATION_STRATEGY,
                        OptionType.oneOf(Arrays.stream(Strategy.values())
                                .map(Strategy::word)
                                .toArray(String[]::new)),
                        "which text of a pair is cut; " + Strategy.LONGEST_FIRST.word()
                                + " unless there is a stride, else " + Strategy.ONLY_SECOND.word()),
                Option.optional(
                        STRIDE,
                        OptionType.integer(0, LONGEST),
                        "makes of a longer text several windows of at most maxLength tokens, which have this many tokens"
                                + " in common; the outputs then have a row for each window"),
                Option.withDefault(
                        PRETOKENIZED,
                        OptionType.BOOLEAN,
                        false,
                        "whether each text comes as a list of its words, STRING[n, words], the shorter lists filled up"
                                + " with empty texts"),
                Option.withDefault(
                        PADDING,
                        OptionType.oneOf("longest", MAX_LENGTH),
                        "longest",
                        "whether rows are filled to the longest of the request or all to maxLength"),
                Option.withDefault(
                        ADD_SPECIAL_TOKENS,
                        OptionType.BOOLEAN,
                        true,
                        "whether tokens such as [CLS] and [SEP] are put around the text"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        boolean words = Boolean.TRUE.equals(declaration.options().values().get(PRETOKENIZED));
        return List.of(
                InputPort.required(TEXT, words ? "STRING[n, words]" : "STRING[n]", "the texts, or the words of each"),
                InputPort.optional(
                        PAIR,
                        words ? "STRING[n, pairWords]" : "STRING[n]",
                        "for each text a second one, as question answering has"));
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(
                new OutputPort("input_ids", "INT64[n, sequence]", "the ids of the tokens"),
                new OutputPort("attention_mask", "INT64[n, sequence]", "1 for a token, 0 for padding"),
                new OutputPort("token_type_ids", "INT64[n, sequence]", "0 for the text, 1 for the second one"),
                new OutputPort("special_tokens_mask", "INT64[n, sequence]", "1 for special tokens and padding"),
                new OutputPort(
                        "offsets",
                        "INT64[n, sequence, 2]",
                        "where each token begins and ends in its text, or in its word if the text came as words, in"
                                + " Unicode code points; 0, 0 for special tokens"),
                new OutputPort("tokens", "STRING[n, sequence]", "the tokens as text"),
                new OutputPort(
                        "word_ids",
                        "INT64[n, sequence]",
                        "which word of its text each token is of, from 0; -1 for special tokens and padding"),
                new OutputPort(
                        "sequence_ids",
                        "INT64[n, sequence]",
                        "0 for the text, 1 for the second one, -1 for special tokens and padding"),
                new OutputPort(
                        "overflow_to_sample_mapping",
                        "INT64[n]",
                        "which text each row is of, from 0; with a stride a text may have several"));
    }

    @Override
    public Signature signature(Typing typing) {
        Options options = typing.options();
        TokenizerFile file = TokenizerFile.read(typing.declaration().file(SOURCE));
        requireRoom(typing, file);
        boolean windows = options.has(STRIDE);
        Dim rows = windows ? typing.newDim("windows") : typing.dim("n");
        Dim sequence = options.string(PADDING).equals(MAX_LENGTH)
                ? Dim.of(options.integer(MAX_LENGTH))
                : typing.newDim("sequence");
        TensorType ids = TensorType.of(Datatype.INT64, rows, sequence);
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (TokenOutput output : TokenOutput.values()) {
            types.put(
                    output.port(),
                    switch (output) {
                        case TOKENS -> ids.withDatatype(Datatype.STRING);
                        case OFFSETS -> TensorType.of(Datatype.INT64, rows, sequence, Dim.of(2));
                        case OVERFLOW_TO_SAMPLE_MAPPING -> TensorType.of(Datatype.INT64, rows);
                        default -> ids;
                    });
        }
        return new Signature(types, windows ? Rows.MIXED : Rows.INDEPENDENT);
    }

    private static void requireRoom(Typing typing, TokenizerFile file) {
        boolean pair = typing.optionalInput(PAIR).isPresent();
        SpecialTokens counted = file.specialTokens();
        int special = !typing.options().bool(ADD_SPECIAL_TOKENS) ? 0 : pair ? counted.pair() : counted.single();
        new TokenizerOptionsCheck(typing, pair, special).run();
    }

    @Override
    public void prepare() {
        OfflineNatives.load();
    }

    @Override
    public Step open(StepContext context) throws Exception {
        return TokenizerStep.open(context);
    }

    @Override
    public String idsOutput() {
        return TokenOutput.INPUT_IDS.port();
    }

    @Override
    public TokenizerFacts facts(Declaration declaration) {
        TokenizerFile file = TokenizerFile.read(declaration.file(SOURCE));
        return new TokenizerFacts(
                file.highestId() + 1, file.padding().id(), declaration.options().integer(MAX_LENGTH));
    }
}
