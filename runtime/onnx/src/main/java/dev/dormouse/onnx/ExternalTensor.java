package dev.dormouse.onnx;

import dev.dormouse.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A TensorProto without its values, and where they are if they are in another file.
 *
 * @param marked whether its data_location is EXTERNAL
 * @param entries location, offset and length, as they stand there
 */
record ExternalTensor(String name, int elementType, List<Long> dims, boolean marked, Map<String, String> entries) {
    private static final int EXTERNAL = 1;
    private static final int MOST_BYTES_OF_DIMS = 1024;

    ExternalTensor {
        dims = List.copyOf(dims);
        entries = Map.copyOf(entries);
    }

    /** Reads the current field as a TensorProto. */
    static ExternalTensor read(ProtoReader proto) {
        List<Long> dims = new ArrayList<>();
        String[] name = {""};
        long[] numbers = {0, 0};
        Map<String, String> entries = new HashMap<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> {
                    if (proto.size() > MOST_BYTES_OF_DIMS || dims.size() > MOST_BYTES_OF_DIMS) {
                        throw proto.unreadable();
                    }
                    dims.addAll(proto.integers());
                }
                case 2 -> numbers[0] = proto.integer();
                case 8 -> name[0] = proto.string();
                case 13 -> entry(proto, entries);
                case 14 -> numbers[1] = proto.integer();
                default -> {}
            }
        });
        return new ExternalTensor(name[0], (int) numbers[0], dims, numbers[1] == EXTERNAL, entries);
    }

    private static void entry(ProtoReader proto, Map<String, String> entries) {
        String[] pair = {"", ""};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> pair[0] = proto.string();
                case 2 -> pair[1] = proto.string();
                default -> {}
            }
        });
        entries.put(pair[0], pair[1]);
    }

    /** Either sign is enough: what an engine makes of one without the other is not for us to guess. */
    boolean isExternal() {
        return marked || !entries.isEmpty();
    }

    /** The other file, relative to the model's folder. */
    String location() {
        return entries.getOrDefault("location", "");
    }

    /** Where its values begin in that file; empty if that is no number. */
    OptionalLong offset() {
        return number("offset", 0);
    }

    /** How many bytes are there by what the file says; empty if that is no number. */
    OptionalLong length() {
        return number("length", byteCount().orElse(-1L));
    }

    private OptionalLong number(String key, long otherwise) {
        String text = entries.get(key);
        if (text == null || text.isEmpty()) {
            return OptionalLong.of(otherwise);
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** How many bytes its dims and element type make; empty for texts, and where there is no such number. */
    Optional<Long> byteCount() {
        if (ElementTypes.bits(elementType).isEmpty()) {
            return Optional.empty();
        }
        try {
            long elements = 1;
            for (long dim : dims) {
                if (dim < 0) {
                    return Optional.empty();
                }
                elements = Math.multiplyExact(elements, dim);
            }
            long bits = Math.multiplyExact(
                    elements, (long) ElementTypes.bits(elementType).getAsInt());
            return Optional.of((bits + 7) / 8);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
