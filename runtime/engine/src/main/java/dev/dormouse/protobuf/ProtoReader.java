package dev.dormouse.protobuf;

import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Walks the fields of a protobuf message in a file or in memory (wire format: protobuf.dev/programming-guides/encoding). What nobody
 * reads is skipped by moving the position, so weights cost nothing.
 */
public final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;
    /** No text of a model is longer. */
    private static final int MAX_TEXT = 1 << 30;

    private final Source source;
    private final Supplier<ArtifactException> refusal;
    private final ByteBuffer window;
    private long windowStart;
    private long position;
    /** Where the message that is being walked ends. */
    private long limit;

    private int field;
    private int wireType;
    private long scalar;
    /** Where the current field's value ends. */
    private long valueEnd;

    private ProtoReader(Source source, ByteBuffer window, long size, Supplier<ArtifactException> refusal) {
        this.source = source;
        this.window = window;
        this.limit = size;
        this.refusal = refusal;
    }

    /**
     * Walks a file.
     *
     * @param refusal what to say when it is not the message that it should be
     */
    public static ProtoReader of(FileChannel channel, Supplier<ArtifactException> refusal) throws IOException {
        return new ProtoReader(channel::read, ByteBuffer.allocate(1 << 14).limit(0), channel.size(), refusal);
    }

    /** Walks a message that is in memory. */
    public static ProtoReader of(byte[] message, Supplier<ArtifactException> refusal) {
        return new ProtoReader((into, position) -> -1, ByteBuffer.wrap(message), message.length, refusal);
    }

    /** Where more bytes come from, as of a channel. */
    private interface Source {
        int read(ByteBuffer into, long position) throws IOException;
    }

    /** Goes to the next field of the current message; false at its end. */
    public boolean next() {
        position = valueEnd;
        if (position >= limit) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field <= 0) {
            throw unreadable();
        }
        switch (wireType) {
            case VARINT -> scalar = readVarint();
            case FIXED64 -> scalar = readFixed(8);
            case FIXED32 -> scalar = readFixed(4);
            case DELIMITED -> {
                long length = readVarint();
                if (length < 0 || length > limit - position) {
                    throw unreadable();
                }
                valueEnd = position + length;
                return true;
            }
            default -> throw unreadable();
        }
        valueEnd = position;
        return true;
    }

    /** The number of the current field. */
    public int field() {
        return field;
    }

    /** How many bytes the current field's value has from here: a way to see that a list is too long before it is read. */
    public long size() {
        return valueEnd - position;
    }

    /** The current field as an integer. */
    public long integer() {
        if (wireType != VARINT) {
            throw unreadable();
        }
        return scalar;
    }

    /** The current field as bytes. */
    public byte[] bytes() {
        requireDelimited();
        if (valueEnd - position > MAX_TEXT) {
            throw unreadable();
        }
        byte[] bytes = new byte[(int) (valueEnd - position)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = readByte();
        }
        return bytes;
    }

    /** The current field as text. */
    public String string() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The integers of a repeated field, packed or not: as many as this occurrence holds. */
    public List<Long> integers() {
        if (wireType == VARINT) {
            return List.of(scalar);
        }
        requireDelimited();
        List<Long> values = new ArrayList<>();
        while (position < valueEnd) {
            values.add(readVarint());
        }
        return values;
    }

    /** Walks the current field as a message: {@code onField} is called once for each of its fields. */
    public void message(Runnable onField) {
        requireDelimited();
        long outerLimit = limit;
        long end = valueEnd;
        limit = end;
        valueEnd = position;
        while (next()) {
            onField.run();
        }
        limit = outerLimit;
        valueEnd = end;
        field = 0;
    }

    private void requireDelimited() {
        if (wireType != DELIMITED) {
            throw unreadable();
        }
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = readByte();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw unreadable();
    }

    private long readFixed(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (readByte() & 0xffL) << (8 * i);
        }
        return value;
    }

    private byte readByte() {
        if (position >= limit) {
            throw unreadable();
        }
        long offset = position - windowStart;
        if (offset < 0 || offset >= window.limit()) {
            fill();
            offset = 0;
        }
        position++;
        return window.get((int) offset);
    }

    private void fill() {
        try {
            window.clear();
            int read = source.read(window, position);
            window.flip();
            windowStart = position;
            if (read <= 0) {
                throw unreadable();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file is not what it should be. */
    public ArtifactException unreadable() {
        return refusal.get();
    }
}
