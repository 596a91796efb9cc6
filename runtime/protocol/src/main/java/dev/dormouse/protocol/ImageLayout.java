package dev.dormouse.protocol;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Which axis of a tensor means what if it is an image, told by its dims as OVH's serving runtime does: the last dim that
 * is 1 or 3 is the channels, the first of four the batch; height and width follow. Tensors with another rank than 3 or 4
 * are no images.
 *
 * @param batch the axis of the images, -1 if there is none
 * @param channels 1 for gray, 3 for red, green and blue
 */
public record ImageLayout(int batch, int height, int width, int channel, int channels) {

    /** The layout of a declared type; empty if it is none of images. */
    public static Optional<ImageLayout> of(TensorType type) {
        if (!type.datatype().isNumber()) {
            return Optional.empty();
        }
        return of(type.dims().stream()
                .map(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : -1L)
                .toList());
    }

    /** The layout of dims, -1 for one that is open. */
    static Optional<ImageLayout> of(List<Long> dims) {
        int channel = Math.max(dims.lastIndexOf(1L), dims.lastIndexOf(3L));
        if (channel < 0 || dims.size() < 3 || dims.size() > 4) {
            return Optional.empty();
        }
        int[] others = new int[dims.size() - 1];
        for (int axis = 0, i = 0; axis < dims.size(); axis++) {
            if (axis != channel) {
                others[i++] = axis;
            }
        }
        int batch = others.length == 3 ? others[0] : -1;
        return Optional.of(new ImageLayout(
                batch, others[others.length - 2], others[others.length - 1], channel, (int) (long) dims.get(channel)));
    }

    /** The size along an axis that the type fixes, or 0 for one that any image may have. */
    static int fixed(TensorType type, int axis) {
        return type.dim(axis) instanceof Dim.Fixed fixed ? (int) Math.min(Integer.MAX_VALUE, fixed.size()) : 0;
    }

    /** How many images a tensor of this layout has. */
    int count(NumericTensor tensor) {
        return batch < 0 ? 1 : tensor.shape().intDim(batch);
    }

    /** The pixels of one image, rows from above, channels last; values are cut off at 0 and 255. */
    byte[] pixels(NumericTensor tensor, int image) {
        Shape shape = tensor.shape();
        int rows = shape.intDim(height);
        int columns = shape.intDim(width);
        int[] strides = strides(shape);
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(rows, columns), channels)];
        int first = batch < 0 ? 0 : image * strides[batch];
        int next = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = first + y * strides[height] + x * strides[width];
                for (int c = 0; c < channels; c++) {
                    double value = tensor.getDouble(at + c * strides[channel]);
                    pixels[next++] = (byte) (int) Math.max(0, Math.min(255, value));
                }
            }
        }
        return pixels;
    }

    /** Images, UINT8[n, height, width, channels], under this layout and in another datatype; values stay 0 to 255. */
    NumericTensor arranged(NumericTensor images, Datatype datatype) {
        int count = images.shape().intDim(0);
        int rows = images.shape().intDim(1);
        int columns = images.shape().intDim(2);
        long[] dims = new long[batch < 0 ? 3 : 4];
        if (batch >= 0) {
            dims[batch] = count;
        }
        dims[height] = rows;
        dims[width] = columns;
        dims[channel] = channels;
        NumericTensor arranged = NumericTensor.allocate(datatype, Shape.of(dims));
        int[] strides = strides(arranged.shape());
        int next = 0;
        for (int image = 0; image < count; image++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    int at = (batch < 0 ? 0 : image * strides[batch]) + y * strides[height] + x * strides[width];
                    for (int c = 0; c < channels; c++) {
                        long value = images.getLong(next++);
                        arranged.setDouble(at + c * strides[channel], value);
                    }
                }
            }
        }
        return arranged;
    }

    private static int[] strides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.toIntExact(stride * shape.dim(axis));
        }
        return strides;
    }
}
