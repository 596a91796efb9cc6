package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.tokenizer.TokenizerFile.Padding;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.Function;

/** The encoded texts of one request as rectangles [n, sequence]; only those that are asked for are made. */
final class TokenBatch {
    private final Encoding[] encodings;
    private final Padding padding;
    private final int width;

    /** {@code width} 0 means: as wide as the longest. */
    TokenBatch(Encoding[] encodings, Padding padding, int width) {
        this.encodings = encodings;
        this.padding = padding;
        this.width = width > 0
                ? width
                : Arrays.stream(encodings)
                        .mapToInt(encoding -> encoding.getIds().length)
                        .max()
                        .orElse(0);
    }

    Tensor tensor(TokenOutput output) {
        return switch (output) {
            case INPUT_IDS -> numbers(Encoding::getIds, padding.id().orElse(0));
            case ATTENTION_MASK -> numbers(Encoding::getAttentionMask, 0);
            case TOKEN_TYPE_IDS -> numbers(Encoding::getTypeIds, padding.typeId());
            case SPECIAL_TOKENS_MASK -> numbers(Encoding::getSpecialTokenMask, 1);
            case OFFSETS -> offsets();
            case TOKENS -> tokens();
        };
    }

    private Tensor numbers(Function<Encoding, long[]> values, long pad) {
        NumericTensor tensor = NumericTensor.allocate(Datatype.INT64, Shape.of(encodings.length, width));
        LongBuffer buffer = tensor.longs();
        for (Encoding encoding : encodings) {
            long[] row = values.apply(encoding);
            long[] rest = new long[width - row.length];
            Arrays.fill(rest, pad);
            buffer.put(padding.left() ? rest : row).put(padding.left() ? row : rest);
        }
        return tensor;
    }

    private int start(int length) {
        return padding.left() ? width - length : 0;
    }

    private Tensor offsets() {
        NumericTensor tensor = NumericTensor.allocate(Datatype.INT64, Shape.of(encodings.length, width, 2));
        LongBuffer buffer = tensor.longs();
        for (int i = 0; i < encodings.length; i++) {
            CharSpan[] spans = encodings[i].getCharTokenSpans();
            int at = 2 * (i * width + start(spans.length));
            for (CharSpan span : spans) {
                if (span != null) {
                    buffer.put(at, span.getStart()).put(at + 1, span.getEnd());
                }
                at += 2;
            }
        }
        return tensor;
    }

    private Tensor tokens() {
        String[] values = new String[encodings.length * width];
        Arrays.fill(values, padding.token());
        for (int i = 0; i < encodings.length; i++) {
            String[] row = encodings[i].getTokens();
            System.arraycopy(row, 0, values, i * width + start(row.length), row.length);
        }
        return new TextTensor(Shape.of(encodings.length, width), values);
    }
}
