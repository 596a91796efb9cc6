package dev.dormouse.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A model's bytes with small changes that the engine needs: constants' texts, and inputs whose default is taken away so
 * that they can be fed. Everything else is copied as it is. The model has been read once before, so it is well-formed.
 */
final class ModelRewrite {
    private static final int STRING = 8;

    private final byte[] bytes;
    private final Set<String> withoutDefault;
    private final UnaryOperator<String> text;
    private final Optional<String> locale;

    /**
     * @param withoutDefault initializers to leave out
     * @param text applied to every text constant: attributes and string tensors
     * @param locale given to every StringNormalizer; a model without the attribute means en_US.UTF-8
     */
    ModelRewrite(byte[] bytes, Set<String> withoutDefault, UnaryOperator<String> text, Optional<String> locale) {
        this.bytes = bytes;
        this.withoutDefault = withoutDefault;
        this.text = text;
        this.locale = locale;
    }

    /** Every text constant of a model. */
    static List<String> texts(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        UnaryOperator<String> collect = constant -> {
            texts.add(constant);
            return constant;
        };
        new ModelRewrite(bytes, Set.of(), collect, Optional.empty()).rewritten();
        return texts;
    }

    byte[] rewritten() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
        rewrite(Level.MODEL, 0, bytes.length, out);
        return out.toByteArray();
    }

    /** The messages that are looked into, with the numbers of their fields in onnx.proto. */
    private enum Level {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR,
        TEXT,
        COPY;

        private Level of(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : COPY;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : COPY;
                case NODE -> field == 5 ? ATTRIBUTE : COPY;
                case ATTRIBUTE ->
                    switch (field) {
                        case 4, 9 -> TEXT;
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        default -> COPY;
                    };
                case TENSOR -> field == 6 ? TEXT : COPY;
                case TEXT, COPY -> COPY;
            };
        }
    }

    private void rewrite(Level level, int from, int to, ByteArrayOutputStream out) {
        int position = from;
        while (position < to) {
            int start = position;
            long tag = varint(position);
            position += varintSize(position);
            int wireType = (int) (tag & 7);
            if (wireType != 2) {
                position += wireType == 0 ? varintSize(position) : wireType == 1 ? 8 : 4;
                out.write(bytes, start, position - start);
                continue;
            }
            int length = (int) varint(position);
            position += varintSize(position);
            int end = position + length;
            Level inner = level.of((int) (tag >>> 3));
            if (isDropped(level, inner, position, end)) {
                position = end;
                continue;
            }
            if (inner == Level.COPY || (inner == Level.TENSOR && tensorType(position, end) != STRING)) {
                out.write(bytes, start, end - start);
            } else {
                byte[] value = value(inner, position, end);
                writeVarint(tag, out);
                writeVarint(value.length, out);
                out.write(value, 0, value.length);
            }
            position = end;
        }
    }

    private byte[] value(Level level, int from, int to) {
        if (level == Level.TEXT) {
            return changed(from, to);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 16);
        rewrite(level, from, to, out);
        if (level == Level.NODE && locale.isPresent() && string(4, from, to).equals("StringNormalizer")) {
            writeLocale(locale.get(), out);
        }
        return out.toByteArray();
    }

    /** One more attribute: field 5 of the node, with name (1), text (4) and the type STRING (20). */
    private static void writeLocale(String locale, ByteArrayOutputStream out) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        writeField(1, "locale".getBytes(StandardCharsets.UTF_8), attribute);
        writeField(4, locale.getBytes(StandardCharsets.UTF_8), attribute);
        writeVarint(20 << 3, attribute);
        writeVarint(3, attribute);
        writeField(5, attribute.toByteArray(), out);
    }

    private static void writeField(int field, byte[] value, ByteArrayOutputStream out) {
        writeVarint((long) field << 3 | 2, out);
        writeVarint(value.length, out);
        out.write(value, 0, value.length);
    }

    /** Bytes that are not UTF-8 stay what they are. */
    private byte[] changed(int from, int to) {
        byte[] raw = Arrays.copyOfRange(bytes, from, to);
        String constant = new String(raw, StandardCharsets.UTF_8);
        if (!Arrays.equals(constant.getBytes(StandardCharsets.UTF_8), raw)) {
            return raw;
        }
        return text.apply(constant).getBytes(StandardCharsets.UTF_8);
    }

    /** Initializers that are to be fed, and the locale that another one takes the place of. */
    private boolean isDropped(Level level, Level inner, int from, int to) {
        if (level == Level.GRAPH && inner == Level.TENSOR) {
            return !withoutDefault.isEmpty() && withoutDefault.contains(string(8, from, to));
        }
        return level == Level.NODE
                && inner == Level.ATTRIBUTE
                && locale.isPresent()
                && string(1, from, to).equals("locale");
    }

    /** The text of a field, empty without it. */
    private String string(int field, int from, int to) {
        int at = find(field, from, to);
        if (at < 0) {
            return "";
        }
        int start = at + varintSize(at);
        return new String(bytes, start, (int) varint(at), StandardCharsets.UTF_8);
    }

    private int tensorType(int from, int to) {
        int at = find(2, from, to);
        return at < 0 ? 0 : (int) varint(at);
    }

    /** Where the value (or the length) of a field begins, or -1. */
    private int find(int field, int from, int to) {
        int position = from;
        while (position < to) {
            long tag = varint(position);
            position += varintSize(position);
            if (tag >>> 3 == field) {
                return position;
            }
            position += switch ((int) (tag & 7)) {
                case 0 -> varintSize(position);
                case 1 -> 8;
                case 2 -> varintSize(position) + (int) varint(position);
                default -> 4;
            };
        }
        return -1;
    }

    private long varint(int at) {
        long value = 0;
        int shift = 0;
        int position = at;
        while (bytes[position] < 0) {
            value |= (bytes[position++] & 0x7fL) << shift;
            shift += 7;
        }
        return value | (long) bytes[position] << shift;
    }

    private int varintSize(int at) {
        int size = 1;
        while (bytes[at + size - 1] < 0) {
            size++;
        }
        return size;
    }

    private static void writeVarint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
