package dev.dormouse.steps.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Resizes with a separable kernel: rows first, rounded to samples, then columns: what Pillow gives to the last bit up to
 * 12, and 13 where it does not do the columns first because that is cheaper. Those differ by one level with box, bilinear
 * and hamming, and by more at hard edges with bicubic and lanczos, which overshoot there. Every input row is widened or
 * narrowed once and added to the output rows that it counts for, so that what is held beside input and output is one row
 * and the sums of one output image, however tall the input is. Not thread-safe.
 */
final class Resampler {
    private final ImageBatch in;
    private final ImageBatch out;
    private final AxisWeights across;
    private final AxisWeights down;
    private final byte[] inputRow;
    private final int[] row;
    private final int[] sums;

    Resampler(ImageBatch in, ImageBatch out, ResizeFilter filter) {
        this.in = in;
        this.out = out;
        this.across = AxisWeights.of(in.width(), out.width(), filter);
        this.down = AxisWeights.of(in.height(), out.height(), filter);
        this.inputRow = new byte[in.rowBytes()];
        this.row = new int[out.rowBytes()];
        this.sums = new int[out.height() * out.rowBytes()];
    }

    void run() {
        for (int image = 0; image < in.count(); image++) {
            resize(image);
        }
    }

    private void resize(int image) {
        Arrays.fill(sums, AxisWeights.HALF);
        ByteBuffer source = in.bytes();
        int oldest = 0;
        for (int y = 0; y < in.height(); y++) {
            while (oldest < out.height() && down.end(oldest) <= y) {
                oldest++;
            }
            if (oldest == out.height() || down.first()[oldest] > y) {
                continue;
            }
            source.get(in.rowStart(image, y), inputRow);
            resizeRow();
            for (int target = oldest; target < out.height() && down.first()[target] <= y; target++) {
                if (y < down.end(target)) {
                    addRow(target, down.weights()[target][y - down.first()[target]]);
                }
            }
        }
        byte[] pixels = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            pixels[i] = AxisWeights.toSample(sums[i]);
        }
        out.bytes().put(out.rowStart(image, 0), pixels);
    }

    private void resizeRow() {
        int channels = in.channels();
        for (int x = 0; x < out.width(); x++) {
            int[] weights = across.weights()[x];
            for (int c = 0; c < channels; c++) {
                int sum = AxisWeights.HALF;
                int at = across.first()[x] * channels + c;
                for (int weight : weights) {
                    sum += weight * Byte.toUnsignedInt(inputRow[at]);
                    at += channels;
                }
                row[x * channels + c] = Byte.toUnsignedInt(AxisWeights.toSample(sum));
            }
        }
    }

    private void addRow(int target, int weight) {
        int begin = target * row.length;
        for (int i = 0; i < row.length; i++) {
            sums[begin + i] += weight * row[i];
        }
    }
}
