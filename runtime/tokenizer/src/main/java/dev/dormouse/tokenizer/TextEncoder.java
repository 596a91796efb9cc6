package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The texts of a request, or their words, given to the native library. */
final class TextEncoder implements AutoCloseable {
    /**
     * More texts than this go to the library's own threads. Those spin while they wait for each other, which for a
     * few texts costs more than it saves and takes the processors from other requests.
     */
    private static final int ENCODED_HERE = 64;

    private final HuggingFaceTokenizer tokenizer;
    private final TokenizerSettings settings;

    TextEncoder(HuggingFaceTokenizer tokenizer, TokenizerSettings settings) {
        this.tokenizer = tokenizer;
        this.settings = settings;
    }

    /** A row for each text or pair of texts, cut by the library and with special tokens. */
    List<TokenRow> rows(Tensor[] inputs) {
        TextTensor texts = texts(inputs[settings.text()], TokenizerKind.TEXT);
        return settings.pairs() ? pairs(texts, pairs(inputs, texts)) : rows(texts, settings.special());
    }

    /** For each row, the tokens of its text and, if there are pairs, of its second one; whole, without special tokens. */
    List<List<TokenRow>> texts(Tensor[] inputs) {
        TextTensor texts = texts(inputs[settings.text()], TokenizerKind.TEXT);
        if (!settings.pairs()) {
            return rows(texts, false).stream().map(List::of).toList();
        }
        TextTensor pairs = pairs(inputs, texts);
        List<TokenRow> first = rows(texts, false);
        List<TokenRow> second = rows(pairs, false);
        List<List<TokenRow>> rows = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            rows.add(List.of(first.get(i), second.get(i)));
        }
        return rows;
    }

    private TextTensor pairs(Tensor[] inputs, TextTensor texts) {
        TextTensor pairs = texts(inputs[settings.pair()], TokenizerKind.PAIR);
        if (texts.shape().dim(0) != pairs.shape().dim(0)) {
            throw PipelineException.invalidInput("'pair' must have as many texts as 'text', "
                    + texts.shape().dim(0) + ", not " + pairs.shape().dim(0));
        }
        return pairs;
    }

    private List<TokenRow> rows(TextTensor texts, boolean special) {
        Encoding[] encodings;
        if (settings.pretokenized()) {
            encodings = new Encoding[texts.shape().intDim(0)];
            Arrays.setAll(encodings, i -> tokenizer.encode(words(texts, i), special, false));
        } else if (texts.values().size() > ENCODED_HERE) {
            encodings = tokenizer.batchEncode(texts.values().toArray(new String[0]), special, false);
        } else {
            encodings = new Encoding[texts.values().size()];
            Arrays.setAll(encodings, i -> tokenizer.encode(texts.get(i), special, false));
        }
        return Arrays.stream(encodings).map(TokenRow::new).toList();
    }

    private List<TokenRow> pairs(TextTensor texts, TextTensor pairs) {
        if (texts.values().isEmpty()) {
            return List.of();
        }
        Encoding[] encodings =
                tokenizer.batchEncode(new PairList<>(texts.values(), pairs.values()), settings.special(), false);
        return Arrays.stream(encodings).map(TokenRow::new).toList();
    }

    /** Empty texts at the end of a row only fill it up. */
    private static String[] words(TextTensor texts, int row) {
        int width = texts.shape().intDim(1);
        int end = width;
        while (end > 0 && texts.get(row * width + end - 1).isEmpty()) {
            end--;
        }
        return texts.values().subList(row * width, row * width + end).toArray(new String[0]);
    }

    private TextTensor texts(Tensor tensor, String port) {
        TextTensor texts = (TextTensor) tensor;
        for (int i = 0; i < texts.values().size(); i++) {
            if (!Surrogates.areWellFormed(texts.get(i))) {
                throw PipelineException.invalidInput("'" + port + "' must be Unicode text, but " + place(texts, i)
                        + " has half of a surrogate pair");
            }
        }
        return texts;
    }

    private String place(TextTensor texts, int at) {
        if (!settings.pretokenized()) {
            return "text " + (at + 1);
        }
        int width = texts.shape().intDim(1);
        return "word " + (at % width + 1) + " of text " + (at / width + 1);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
