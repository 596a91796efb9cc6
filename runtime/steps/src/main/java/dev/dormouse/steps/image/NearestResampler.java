package dev.dormouse.steps.image;

import java.nio.ByteBuffer;

/** Resizes by taking, for each output pixel, the input pixel that its centre falls into. */
final class NearestResampler {
    private final ImageBatch in;
    private final ImageBatch out;

    NearestResampler(ImageBatch in, ImageBatch out) {
        this.in = in;
        this.out = out;
    }

    void run() {
        int[] columns = positions(in.width(), out.width());
        int[] rows = positions(in.height(), out.height());
        int channels = in.channels();
        byte[] from = new byte[in.rowBytes()];
        byte[] to = new byte[out.rowBytes()];
        ByteBuffer source = in.bytes();
        ByteBuffer target = out.bytes();
        for (int image = 0; image < in.count(); image++) {
            for (int y = 0; y < out.height(); y++) {
                source.get(in.rowStart(image, rows[y]), from);
                for (int i = 0; i < to.length; i++) {
                    to[i] = from[columns[i / channels] * channels + i % channels];
                }
                target.put(out.rowStart(image, y), to);
            }
        }
    }

    /** The centres are added up, not multiplied, as Pillow does: the two differ when one falls between two pixels. */
    private static int[] positions(int inputSize, int outputSize) {
        double scale = (double) inputSize / outputSize;
        double center = scale * 0.5;
        int[] positions = new int[outputSize];
        for (int i = 0; i < outputSize; i++) {
            positions[i] = Math.min(inputSize - 1, (int) center);
            center += scale;
        }
        return positions;
    }
}
