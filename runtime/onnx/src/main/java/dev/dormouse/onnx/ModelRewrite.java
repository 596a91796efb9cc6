package dev.dormouse.onnx;

import dev.dormouse.protobuf.ProtoReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A model's bytes with {@link Changes}; everything else is copied as it is. The model has been read once before, so it
 * is well-formed. Field numbers are those of onnx/onnx.proto.
 */
final class ModelRewrite {
    private final byte[] bytes;
    private final WireBytes wire;
    private final Changes changes;

    ModelRewrite(byte[] bytes, Changes changes) {
        this.bytes = bytes;
        this.wire = new WireBytes(bytes);
        this.changes = changes;
    }

    /** Every text constant of a model. */
    static List<String> texts(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        new ModelRewrite(bytes, Changes.NONE.text(constant -> {
                    texts.add(constant);
                    return constant;
                }))
                .pieces();
        return texts;
    }

    byte[] rewritten() {
        return written(pieces());
    }

    private static byte[] written(WirePieces pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(pieces.size()));
        try {
            pieces.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    WirePieces pieces() {
        WirePieces out = new WirePieces();
        rewrite(Level.MODEL, 0, bytes.length, out);
        if (!changes.signed().isEmpty() && !SignedInputs.hasStandardOperators(wire)) {
            out.message(8, SignedInputs.opset());
        }
        return out;
    }

    /** The messages that are looked into. */
    private enum Level {
        MODEL,
        GRAPH,
        /** A graph that is an attribute. */
        INNER_GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        TENSOR,
        SPARSE,
        INPUT,
        TEXT,
        COPY;

        private Level of(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : COPY;
                case GRAPH -> field == 11 ? INPUT : INNER_GRAPH.of(field);
                case INNER_GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE : COPY;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : COPY;
                case NODE -> field == 5 ? ATTRIBUTE : COPY;
                case ATTRIBUTE ->
                    switch (field) {
                        case 4, 9 -> TEXT;
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> INNER_GRAPH;
                        case 22, 23 -> SPARSE;
                        default -> COPY;
                    };
                case SPARSE -> field == 1 || field == 2 ? TENSOR : COPY;
                case TENSOR -> field == 6 ? TEXT : COPY;
                case INPUT, TEXT, COPY -> COPY;
            };
        }
    }

    private void rewrite(Level level, int from, int to, WirePieces out) {
        if (level == Level.GRAPH) {
            changes.signed().forEach(name -> out.message(1, SignedInputs.cast(name, wire, from, to)));
        }
        int copied = from;
        int position = from;
        while (position < to) {
            int start = position;
            long tag = wire.varint(position);
            position += wire.varintSize(position);
            int wireType = (int) (tag & 7);
            int end = position + wire.valueSize(wireType, position);
            if (wireType == WireBytes.DELIMITED) {
                int field = (int) (tag >>> 3);
                int value = position + wire.varintSize(position);
                Level inner = level.of(field);
                boolean dropped = isDropped(level, inner, value, end);
                if (dropped || isLookedInto(inner, value, end)) {
                    out.slice(bytes, copied, start);
                    copied = end;
                }
                if (!dropped && copied == end) {
                    out.message(field, value(inner, value, end));
                }
            }
            position = end;
        }
        out.slice(bytes, copied, to);
    }

    private boolean isLookedInto(Level level, int from, int to) {
        return switch (level) {
            case COPY -> false;
            case TENSOR -> wire.integer(2, from, to) == ElementTypes.STRING || isTakenIn(from, to);
            case INPUT -> changes.signed().contains(wire.string(1, from, to));
            default -> true;
        };
    }

    private WirePieces value(Level level, int from, int to) {
        if (level == Level.TEXT) {
            byte[] changed = changed(from, to);
            return new WirePieces().slice(changed, 0, changed.length);
        }
        if (level == Level.INPUT) {
            return SignedInputs.input(wire, from, to);
        }
        if (level == Level.TENSOR && isTakenIn(from, to)) {
            return takenIn(from, to);
        }
        WirePieces out = new WirePieces();
        rewrite(level, from, to, out);
        if (level == Level.NODE
                && changes.locale().isPresent()
                && wire.string(4, from, to).equals("StringNormalizer")) {
            out.message(5, locale(changes.locale().get()));
        }
        return out;
    }

    /** An attribute: name (1), text (4) and the type (20) STRING. */
    private static WirePieces locale(String locale) {
        return new WirePieces().text(1, "locale").text(4, locale).integer(20, 3);
    }

    /** Bytes that are not UTF-8 stay what they are. */
    private byte[] changed(int from, int to) {
        byte[] raw = Arrays.copyOfRange(bytes, from, to);
        String constant = new String(raw, StandardCharsets.UTF_8);
        if (!Arrays.equals(constant.getBytes(StandardCharsets.UTF_8), raw)) {
            return raw;
        }
        return changes.text().apply(constant).getBytes(StandardCharsets.UTF_8);
    }

    /** Initializers that are to be fed, and the locale that another one takes the place of. */
    private boolean isDropped(Level level, Level inner, int from, int to) {
        if (level == Level.GRAPH && inner == Level.TENSOR) {
            return !changes.withoutDefault().isEmpty()
                    && changes.withoutDefault().contains(wire.string(8, from, to));
        }
        return level == Level.NODE
                && inner == Level.ATTRIBUTE
                && changes.locale().isPresent()
                && wire.string(1, from, to).equals("locale");
    }

    private boolean isTakenIn(int from, int to) {
        return !changes.parts().isEmpty() && (wire.find(13, from, to) >= 0 || wire.integer(14, from, to) != 0);
    }

    /** The tensor with its values (9) instead of the place where they were (13, 14). */
    private WirePieces takenIn(int from, int to) {
        WirePieces out = new WirePieces();
        int position = from;
        while (position < to) {
            int start = position;
            long tag = wire.varint(position);
            position += wire.varintSize(position);
            position += wire.valueSize((int) (tag & 7), position);
            int field = (int) (tag >>> 3);
            if (field != 9 && field != 13 && field != 14) {
                out.slice(bytes, start, position);
            }
        }
        ExternalTensor tensor = tensor(from, to);
        Path file = Objects.requireNonNull(changes.parts().get(tensor.location()), tensor::location);
        return out.part(
                9, file, tensor.offset().orElseThrow(), tensor.byteCount().orElseThrow());
    }

    private ExternalTensor tensor(int from, int to) {
        WirePieces framed = new WirePieces().message(1, new WirePieces().slice(bytes, from, to));
        ProtoReader proto = ProtoReader.of(written(framed), () -> {
            throw new IllegalStateException("a tensor that was read before cannot be read");
        });
        proto.next();
        return ExternalTensor.read(proto);
    }
}
