package dev.dormouse.steps.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes a PNG file (ISO/IEC 15948) of 8-bit gray or RGB samples, without loading Java's image library. */
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte GRAY = 0;
    private static final byte RGB = 2;
    private static final byte BITS = 8;
    /** That of Java's own writer, so that a picture has the bytes that it has there: a client of OVH's may compare them. */
    private static final int LEVEL = 4;
    /** Before each row: its samples stand as they are. */
    private static final byte UNFILTERED = 0;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PngWriter() {}

    /** @param pixels rows from above, channels last: 1 or 3 of them */
    static byte[] write(byte[] pixels, int height, int width) {
        int rowBytes = pixels.length / height;
        PngWriter writer = new PngWriter();
        writer.out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(BITS)
                .put(rowBytes == width ? GRAY : RGB)
                .array();
        writer.chunk("IHDR", header);
        writer.chunk("IDAT", compressed(pixels, height, rowBytes));
        writer.chunk("IEND", new byte[0]);
        return writer.out.toByteArray();
    }

    private static byte[] compressed(byte[] pixels, int height, int rowBytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(LEVEL);
        try (DeflaterOutputStream rows = new DeflaterOutputStream(bytes, deflater)) {
            for (int y = 0; y < height; y++) {
                rows.write(UNFILTERED);
                rows.write(pixels, y * rowBytes, rowBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private void chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
