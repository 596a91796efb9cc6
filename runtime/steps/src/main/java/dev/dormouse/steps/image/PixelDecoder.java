package dev.dormouse.steps.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pixels of an image file as Pillow's {@code convert("L")} or {@code convert("RGB")} gives them: alpha is dropped, 16
 * bits a sample become the upper 8, palettes are looked up. Samples are read as they are stored, since Java's own
 * conversion to RGB would change the brightness of gray images.
 */
final class PixelDecoder {
    private final int channels;

    /** {@code channels} is 1 (gray) or 3 (red, green, blue). */
    PixelDecoder(int channels) {
        this.channels = channels;
    }

    /** Writes the image's pixels, row-major, channels last, at the buffer's position. */
    void decode(EncodedImage encoded, ByteBuffer out) throws BadImageException {
        BufferedImage image = read(encoded);
        if (image.getHeight() != encoded.height() || image.getWidth() != encoded.width()) {
            throw new BadImageException("is a damaged " + encoded.format() + " image: its size is not what it says");
        }
        Raster raster = image.getRaster();
        int[] samples = new int[encoded.width() * raster.getNumBands()];
        byte[] row = new byte[encoded.width() * channels];
        for (int y = 0; y < encoded.height(); y++) {
            raster.getPixels(0, y, encoded.width(), 1, samples);
            convertRow(image, samples, row);
            out.put(row);
        }
    }

    private static BufferedImage read(EncodedImage encoded) throws BadImageException {
        String format = encoded.format().name();
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java has no " + format + " decoder (module java.desktop)");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded.essential()))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) { // on damaged files the JDK's decoders throw either
            throw new BadImageException("is a " + format + " image that cannot be decoded: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private void convertRow(BufferedImage image, int[] samples, byte[] row) {
        int bands = image.getRaster().getNumBands();
        int shift = Math.max(0, image.getSampleModel().getSampleSize(0) - 8);
        for (int x = 0; x < image.getWidth(); x++) {
            int at = x * bands;
            if (image.getColorModel() instanceof IndexColorModel palette) {
                int rgb = palette.getRGB(samples[at]);
                put(row, x, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
            } else if (bands < 3) {
                int gray = samples[at] >> shift;
                put(row, x, gray, gray, gray);
            } else {
                put(row, x, samples[at] >> shift, samples[at + 1] >> shift, samples[at + 2] >> shift);
            }
        }
    }

    private void put(byte[] row, int x, int red, int green, int blue) {
        if (channels == 1) {
            row[x] = Luma.of(red, green, blue);
            return;
        }
        row[3 * x] = (byte) red;
        row[3 * x + 1] = (byte) green;
        row[3 * x + 2] = (byte) blue;
    }
}
