package dev.dormouse.steps.image;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.NumericTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** PNG and JPEG files to pixels and back, for doors: with the decoder, and the caution, of {@code decodeImage}. */
public final class ImageFiles {
    /** Of all images of a request together, before they are resized: these pixels become numbers of up to 8 bytes. */
    private static final long MAX_PIXELS = 16_000_000;

    private static final int MAX_SIDE = 65_535;

    private ImageFiles() {}

    /**
     * Decodes images; all have one size when they are resized.
     *
     * @param channels 1 for gray, 3 for red, green and blue
     * @param height to which they are resized, each target pixel the mean of those that it covers; 0 leaves it
     * @param width likewise
     * @return UINT8[n, height, width, channels]
     * @throws PipelineException MALFORMED if a file is no image, INVALID_INPUT if they are too large or differ in size
     */
    public static NumericTensor decode(List<byte[]> files, int channels, int height, int width) {
        List<EncodedImage> images = new ArrayList<>();
        long pixels = 0;
        for (int i = 0; i < files.size(); i++) {
            EncodedImage image = frame(files.get(i), i);
            pixels += Math.max(image.pixels(), (long) side(height, image.height()) * side(width, image.width()));
            if (pixels > MAX_PIXELS || image.height() > MAX_SIDE || image.width() > MAX_SIDE) {
                throw PipelineException.invalidInput("image " + (i + 1) + " has " + image.size()
                        + " pixels; the images of a request may have " + MAX_PIXELS + " together, as they come and as"
                        + " they are resized, and no side more than " + MAX_SIDE);
            }
            images.add(image);
        }
        EncodedImage first = images.get(0);
        int rows = side(height, first.height());
        int columns = side(width, first.width());
        ImageBatch batch = ImageBatch.allocate(images.size(), rows, columns, channels);
        ByteBuffer out = batch.bytes();
        PixelDecoder decoder = new PixelDecoder(channels);
        for (int i = 0; i < images.size(); i++) {
            EncodedImage image = images.get(i);
            if (side(height, image.height()) != rows || side(width, image.width()) != columns) {
                throw PipelineException.invalidInput("To merge several images as a tensor, all images should have the"
                        + " same height and width; image 1 has " + first.size() + ", image " + (i + 1) + " "
                        + image.size());
            }
            out.put(pixels(image, i, decoder, channels, rows, columns));
        }
        return batch.tensor();
    }

    private static int side(int wanted, int have) {
        return wanted == 0 ? have : wanted;
    }

    private static EncodedImage frame(byte[] file, int index) {
        try {
            return EncodedImage.read(file);
        } catch (BadImageException e) {
            throw malformed(index, e);
        }
    }

    private static ByteBuffer pixels(
            EncodedImage image, int index, PixelDecoder decoder, int channels, int rows, int columns) {
        ImageBatch decoded = ImageBatch.allocate(1, image.height(), image.width(), channels);
        try {
            decoder.decode(image, decoded.bytes());
        } catch (BadImageException e) {
            throw malformed(index, e);
        }
        if (rows == image.height() && columns == image.width()) {
            return decoded.bytes();
        }
        ImageBatch resized = ImageBatch.allocate(1, rows, columns, channels);
        new Resampler(decoded, resized, ResizeFilter.of("area")).run();
        return resized.bytes();
    }

    private static PipelineException malformed(int index, BadImageException cause) {
        return new PipelineException(ErrorCode.MALFORMED, "image " + (index + 1) + " " + cause.getMessage(), cause);
    }

    /** A PNG file of pixels, rows from above, channels last: 1 or 3 of them. */
    public static byte[] png(byte[] pixels, int height, int width) {
        return PngWriter.write(pixels, height, width);
    }

    /** The same as a JPEG file. */
    public static byte[] jpeg(byte[] pixels, int height, int width) {
        return JpegWriter.write(pixels, height, width);
    }
}
