package dev.dormouse.functions;

import dev.dormouse.protocol.ImageFormat;
import dev.dormouse.steps.image.ImageFiles;
import dev.dormouse.tensor.NumericTensor;
import java.util.List;

/** The images of {@code /eval}; nothing of the image library is loaded before the first one. */
final class EvalImages implements ImageFormat {
    @Override
    public NumericTensor decode(List<byte[]> files, int channels, int height, int width) {
        return ImageFiles.decode(files, channels, height, width);
    }

    @Override
    public byte[] encode(String mediaType, byte[] pixels, int height, int width) {
        return mediaType.equals("image/jpeg")
                ? ImageFiles.jpeg(pixels, height, width)
                : ImageFiles.png(pixels, height, width);
    }
}
