package dev.dormouse.onnx;

import java.nio.charset.StandardCharsets;

/** A well-formed protobuf message in memory, looked into at places (wire format: protobuf.dev/programming-guides/encoding). */
record WireBytes(byte[] array) {
    static final int DELIMITED = 2;

    long varint(int at) {
        long value = 0;
        int shift = 0;
        int position = at;
        while (array[position] < 0) {
            value |= (array[position++] & 0x7fL) << shift;
            shift += 7;
        }
        return value | (long) array[position] << shift;
    }

    int varintSize(int at) {
        int size = 1;
        while (array[at + size - 1] < 0) {
            size++;
        }
        return size;
    }

    /** How long the value at a place is, a length in front included. */
    int valueSize(int wireType, int at) {
        return switch (wireType) {
            case 0 -> varintSize(at);
            case 1 -> 8;
            case DELIMITED -> varintSize(at) + (int) varint(at);
            default -> 4;
        };
    }

    /** Where the value (or the length) of a field of the message begins, or -1. */
    int find(int field, int from, int to) {
        int position = from;
        while (position < to) {
            long tag = varint(position);
            position += varintSize(position);
            if (tag >>> 3 == field) {
                return position;
            }
            position += valueSize((int) (tag & 7), position);
        }
        return -1;
    }

    /** The text of a field, empty without it. */
    String string(int field, int from, int to) {
        int at = find(field, from, to);
        if (at < 0) {
            return "";
        }
        int start = at + varintSize(at);
        return new String(array, start, (int) varint(at), StandardCharsets.UTF_8);
    }

    /** The integer of a field, 0 without it. */
    long integer(int field, int from, int to) {
        int at = find(field, from, to);
        return at < 0 ? 0 : varint(at);
    }
}
