package dev.dormouse.steps.image;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code decodeImage}: PNG or JPEG files, BYTES[n], to UINT8[n, height, width, channels]. All images of a request have
 * one size. Requests must not be joined into a batch, since their sizes may differ: so the rows count as mixed, although
 * no pixel depends on another image. An image's claimed size is held against the limit before a pixel is decoded.
 */
final class DecodeImage implements StepKind {
    private static final long DEFAULT_MAX_PIXELS = 64_000_000;
    private static final int MAX_SIDE = 65_535;

    @Override
    public String name() {
        return "decodeImage";
    }

    @Override
    public String summary() {
        return "Decodes PNG and JPEG images of one size; alpha, colour profiles and EXIF orientation are ignored.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.withDefault(
                        "channels",
                        OptionType.integer(1, 3),
                        3L,
                        "1 for gray, 3 for red, green and blue; others become that"),
                Option.withDefault(
                        "maxPixels",
                        OptionType.integer(1, Integer.MAX_VALUE),
                        DEFAULT_MAX_PIXELS,
                        "how many pixels the images of one request may have together"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(InputPort.required("bytes", "BYTES[n]", "PNG or JPEG files"));
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(ImageBatch.output("UINT8[n, height, width, channels]", "the pixels; height and width are new"));
    }

    @Override
    public Signature signature(Typing typing) {
        int channels = typing.options().integer("channels");
        if (channels == 2) {
            typing.problems()
                    .report(
                            Problem.Place.option("channels"),
                            Problem.Rule.OPTION,
                            "channels must be 1 or 3, not 2",
                            "write 1 for gray or 3 for red, green and blue");
        }
        return Signature.of(
                "image",
                Typing.type(
                        Datatype.UINT8,
                        typing.dim("n"),
                        typing.newDim("height"),
                        typing.newDim("width"),
                        Dim.of(channels)),
                Signature.Rows.MIXED);
    }

    @Override
    public Step open(StepContext context) {
        int channels = context.options().integer("channels");
        long maxPixels = context.options().integer("maxPixels");
        return inputs -> new Tensor[] {decode((BytesTensor) inputs[0], channels, maxPixels)};
    }

    private static Tensor decode(BytesTensor files, int channels, long maxPixels) {
        EncodedImage[] images = readFrames(files, maxPixels);
        ImageBatch batch = ImageBatch.allocate(images.length, images[0].height(), images[0].width(), channels);
        ByteBuffer out = batch.bytes();
        PixelDecoder decoder = new PixelDecoder(channels);
        for (int i = 0; i < images.length; i++) {
            try {
                decoder.decode(images[i], out);
            } catch (BadImageException e) {
                throw refuse(i, e);
            }
        }
        return batch.tensor();
    }

    private static EncodedImage[] readFrames(BytesTensor files, long maxPixels) {
        int count = Math.toIntExact(files.shape().elementCount());
        if (count == 0) {
            throw PipelineException.invalidInput("'bytes' must hold at least one image");
        }
        EncodedImage[] images = new EncodedImage[count];
        long pixels = 0;
        for (int i = 0; i < count; i++) {
            try {
                images[i] = EncodedImage.read(files.get(i));
            } catch (BadImageException e) {
                throw refuse(i, e);
            }
            requireSameSize(images[0], images[i], i);
            requireSides(images[i], i);
            pixels += images[i].pixels();
            if (pixels > maxPixels) {
                throw PipelineException.invalidInput("bytes[" + i + "] is an image of " + images[i].size()
                        + " pixels; the images of a request may have " + maxPixels + " pixels together");
            }
        }
        return images;
    }

    private static void requireSameSize(EncodedImage first, EncodedImage image, int index) {
        if (image.height() != first.height() || image.width() != first.width()) {
            throw PipelineException.invalidInput("all images of a request must have one size (height x width): bytes[0]"
                    + " is " + first.size() + ", bytes[" + index + "] is " + image.size());
        }
    }

    /** Very long sides cost the later steps memory out of proportion; JPEG cannot have them either. */
    private static void requireSides(EncodedImage image, int index) {
        if (image.height() > MAX_SIDE || image.width() > MAX_SIDE) {
            throw PipelineException.invalidInput("bytes[" + index + "] is an image of " + image.size()
                    + " pixels; neither side may have more than " + MAX_SIDE);
        }
    }

    private static PipelineException refuse(int index, BadImageException cause) {
        return new PipelineException(ErrorCode.INVALID_INPUT, "bytes[" + index + "] " + cause.getMessage(), cause);
    }
}
