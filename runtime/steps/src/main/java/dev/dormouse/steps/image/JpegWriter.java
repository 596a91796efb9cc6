package dev.dormouse.steps.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a JPEG file of 8-bit gray or RGB samples, in the quality that Java gives it by default. */
final class JpegWriter {
    private JpegWriter() {}

    /** @param pixels rows from above, channels last: 1 or 3 of them */
    static byte[] write(byte[] pixels, int height, int width) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        if (!writers.hasNext()) {
            throw new IllegalStateException("this Java has no JPEG encoder (module java.desktop)");
        }
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image(pixels, height, width));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(byte[] pixels, int height, int width) {
        boolean gray = pixels.length == height * width;
        BufferedImage image =
                new BufferedImage(width, height, gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int[] row = new int[pixels.length / height];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Byte.toUnsignedInt(pixels[y * row.length + i]);
            }
            image.getRaster().setPixels(0, y, width, 1, row);
        }
        return image;
    }
}
