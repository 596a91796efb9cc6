package dev.dormouse.steps.image;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.OutputPort;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;

/** A batch of images of one size: UINT8[n, height, width, channels]. */
record ImageBatch(NumericTensor tensor) {
    static final InputPort INPUT =
            InputPort.required("image", "UINT8[n, height, width, channels]", "images of one size");

    /**
     * The batch that a step gets.
     *
     * @throws PipelineException with INVALID_INPUT if the images have no pixels
     */
    static ImageBatch of(Tensor tensor) {
        Shape shape = tensor.shape();
        if (shape.dim(1) == 0 || shape.dim(2) == 0 || shape.dim(3) == 0) {
            throw PipelineException.invalidInput("'image' must hold images of at least one pixel, but its shape is "
                    + shape + " (n, height, width, channels)");
        }
        return new ImageBatch((NumericTensor) tensor);
    }

    /**
     * A black batch for a step's output.
     *
     * @throws PipelineException with INVALID_INPUT if that many images of that size are more than 2 GiB
     */
    static ImageBatch allocate(int count, int height, int width, int channels) {
        Shape shape = Shape.of(count, height, width, channels);
        requireFits(shape, Datatype.UINT8);
        return new ImageBatch(NumericTensor.allocate(Datatype.UINT8, shape));
    }

    /** Refuses a request whose images would take more than the 2 GiB that a tensor can hold. */
    static void requireFits(Shape shape, Datatype datatype) {
        if (shape.elementCount() > Integer.MAX_VALUE / datatype.byteSize()) {
            throw PipelineException.invalidInput("'image' is too much for one request: as " + datatype + shape
                    + " it has more than 2 GiB; send fewer or smaller images");
        }
    }

    static OutputPort output(String type, String description) {
        return new OutputPort("image", type, description);
    }

    int count() {
        return tensor.shape().intDim(0);
    }

    int height() {
        return tensor.shape().intDim(1);
    }

    int width() {
        return tensor.shape().intDim(2);
    }

    int channels() {
        return tensor.shape().intDim(3);
    }

    /** Bytes of one row of pixels. */
    int rowBytes() {
        return width() * channels();
    }

    /** Where a row of an image begins in {@link #bytes}. */
    int rowStart(int image, int row) {
        return (image * height() + row) * rowBytes();
    }

    ByteBuffer bytes() {
        return tensor.bytes();
    }
}
