package dev.dormouse.steps.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Image files for the tests, good and bad. */
final class TestImages {
    private TestImages() {}

    static byte[] encoded(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, i * 7919);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** A black 1-bit PNG of any size, whose pixel data is there (rows) or not. */
    static byte[] blackPng(int width, int height, int rows) {
        return png(width, height, compressedZeros((long) rows * ((width + 7) / 8 + 1)));
    }

    static byte[] png(int width, int height, byte[] pixelData) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 1)
                .put(new byte[4])
                .array();
        out.writeBytes(chunk("IHDR", header));
        out.writeBytes(chunk("IDAT", pixelData));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    static byte[] compressedZeros(long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                deflater.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** A JPEG that ends after its frame header. */
    static byte[] jpegFrame(int width, int height, int components, int precision) {
        ByteBuffer out = ByteBuffer.allocate(64);
        out.putShort((short) 0xffd8).putShort((short) 0xffc0).putShort((short) (8 + 3 * components));
        out.put((byte) precision)
                .putShort((short) height)
                .putShort((short) width)
                .put((byte) components);
        for (int i = 1; i <= components; i++) {
            out.put((byte) i).put((byte) 0x11).put((byte) 0);
        }
        out.putShort((short) 0xffd9);
        byte[] file = new byte[out.position()];
        out.flip().get(file);
        return file;
    }
}
