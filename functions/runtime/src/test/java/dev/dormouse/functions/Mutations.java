package dev.dormouse.functions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs for {@link Fuzz}: right ones with a few edits, and some that are noise; the same for the same random numbers. */
final class Mutations {
    private static final int[] EDGES = {
        0, 1, -1, 2, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 1 << 28
    };
    private static final int NOISE = 64;

    private final List<byte[]> right;
    private final List<byte[]> pieces;

    /** @param pieces what is put in, beside bytes and numbers */
    Mutations(List<byte[]> right, List<byte[]> pieces) {
        this.right = List.copyOf(right);
        this.pieces = List.copyOf(pieces);
    }

    /** Of texts, in UTF-8. */
    static Mutations ofTexts(List<String> right, String... pieces) {
        return new Mutations(
                right.stream().map(Mutations::utf8).toList(),
                Arrays.stream(pieces).map(Mutations::utf8).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] next(Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(NOISE)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] input = right.get(random.nextInt(right.size()));
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            input = edited(input, random);
        }
        return input;
    }

    /** One edit; a copy. */
    private byte[] edited(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> replaced(input, at, end, new byte[0]);
            case 1 -> replaced(input, at, at, piece(random));
            case 2 -> replaced(input, at, end, piece(random));
            case 3 -> random.nextInt(4) == 0 ? Arrays.copyOf(input, at) : input.clone();
            case 4 -> replaced(input, at, at, slice(input, random));
            case 5 -> number(input, at, random);
            case 6 -> replaced(input, at, end, new byte[] {(byte) random.nextInt()});
            default -> spliced(input, at, random);
        };
    }

    private byte[] piece(Random random) {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private static byte[] slice(byte[] input, Random random) {
        int from = random.nextInt(input.length + 1);
        return Arrays.copyOfRange(input, from, from + random.nextInt(input.length - from + 1));
    }

    /** A 32-bit number written over what is there. */
    private static byte[] number(byte[] input, int at, Random random) {
        if (input.length < Integer.BYTES) {
            return input.clone();
        }
        byte[] copy = input.clone();
        ByteBuffer.wrap(copy)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(Math.min(at, copy.length - Integer.BYTES), EDGES[random.nextInt(EDGES.length)]);
        return copy;
    }

    /** The beginning of one and the end of another. */
    private byte[] spliced(byte[] input, int at, Random random) {
        byte[] other = right.get(random.nextInt(right.size()));
        return replaced(input, at, input.length, slice(other, random));
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] with) {
        byte[] result = new byte[from + with.length + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(input, to, result, from + with.length, input.length - to);
        return result;
    }
}
