package dev.dormouse.steps.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948): checks that they are whole and keeps those that carry pixels. */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final Set<String> ESSENTIAL = Set.of("IHDR", "PLTE", "IDAT", "IEND");
    /** Length, type and checksum of a chunk. */
    private static final int CHUNK_FRAME = 12;

    private static final int HEADER_LENGTH = 13;
    private static final int FIRST_CHUNK_DATA = SIGNATURE.length + 8;

    private PngFile() {}

    static boolean matches(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    static EncodedImage read(byte[] file) throws BadImageException {
        ByteBuffer in = ByteBuffer.wrap(file);
        requireHeader(in);
        int width = in.getInt(FIRST_CHUNK_DATA);
        int height = in.getInt(FIRST_CHUNK_DATA + 4);
        if (width <= 0 || height <= 0) {
            throw new BadImageException("is a damaged PNG image: its header gives no possible size");
        }
        return new EncodedImage(EncodedImage.Format.PNG, height, width, essential(in));
    }

    private static void requireHeader(ByteBuffer in) throws BadImageException {
        if (in.limit() < SIGNATURE.length + CHUNK_FRAME + HEADER_LENGTH) {
            throw new BadImageException("is a PNG image cut short: its header is missing");
        }
        if (in.getInt(SIGNATURE.length) != HEADER_LENGTH
                || !type(in, SIGNATURE.length).equals("IHDR")) {
            throw new BadImageException("is a damaged PNG image: it does not begin with its header");
        }
    }

    private static byte[] essential(ByteBuffer in) throws BadImageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.limit());
        out.write(in.array(), 0, SIGNATURE.length);
        int position = SIGNATURE.length;
        String type = "";
        while (!type.equals("IEND")) {
            int length = in.limit() - position < CHUNK_FRAME ? -1 : in.getInt(position);
            if (length < 0 || length > in.limit() - position - CHUNK_FRAME) {
                throw new BadImageException("is a PNG image cut short after " + in.limit() + " bytes");
            }
            type = type(in, position);
            if (ESSENTIAL.contains(type)) {
                requireChecksum(in, position, length, type);
                out.write(in.array(), position, length + CHUNK_FRAME);
            }
            position += length + CHUNK_FRAME;
        }
        return out.toByteArray();
    }

    private static void requireChecksum(ByteBuffer in, int position, int length, String type) throws BadImageException {
        CRC32 checksum = new CRC32();
        checksum.update(in.array(), position + 4, length + 4);
        if ((int) checksum.getValue() != in.getInt(position + 8 + length)) {
            throw new BadImageException("is a damaged PNG image: the checksum of its " + type + " chunk is wrong");
        }
    }

    private static String type(ByteBuffer in, int chunk) {
        return new String(in.array(), chunk + 4, 4, StandardCharsets.ISO_8859_1);
    }
}
