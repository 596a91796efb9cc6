package dev.dormouse.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A protobuf message that is put together of parts of others and of files, none of which is copied before it is written. */
final class WirePieces {
    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    private interface Piece {
        void writeTo(OutputStream out) throws IOException;
    }

    long size() {
        return size;
    }

    WirePieces slice(byte[] array, int from, int to) {
        return add(to - from, out -> out.write(array, from, to - from));
    }

    WirePieces varint(long value) {
        byte[] bytes = new byte[10];
        int length = 0;
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return slice(bytes, 0, length);
    }

    WirePieces integer(int field, long value) {
        return varint((long) field << 3).varint(value);
    }

    WirePieces text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    WirePieces bytes(int field, byte[] value) {
        return head(field, value.length).slice(value, 0, value.length);
    }

    WirePieces message(int field, WirePieces value) {
        head(field, value.size).pieces.addAll(value.pieces);
        size += value.size;
        return this;
    }

    /** A field whose value is a part of a file; whether the part is there was checked. */
    WirePieces part(int field, Path file, long offset, long length) {
        return head(field, length).add(length, out -> {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(offset);
                copy(in, length, out);
            }
        });
    }

    private static void copy(InputStream in, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long rest = length;
        while (rest > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (read < 0) {
                throw new EOFException("it was cut short meanwhile");
            }
            out.write(buffer, 0, read);
            rest -= read;
        }
    }

    private WirePieces head(int field, long length) {
        return varint((long) field << 3 | WireBytes.DELIMITED).varint(length);
    }

    private WirePieces add(long length, Piece piece) {
        pieces.add(piece);
        size += length;
        return this;
    }

    void writeTo(OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            piece.writeTo(out);
        }
    }
}
