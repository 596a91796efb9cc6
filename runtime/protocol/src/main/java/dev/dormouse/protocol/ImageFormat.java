package dev.dormouse.protocol;

import dev.dormouse.tensor.NumericTensor;
import java.util.List;
import java.util.Set;

/** Image files from and to pixels. The codecs ask for it when the first image comes; decoders are slow to load. */
public interface ImageFormat {
    Set<String> MEDIA_TYPES = Set.of("image/png", "image/jpeg");

    /**
     * Images of one size, UINT8[n, height, width, channels].
     *
     * @param channels 1 for gray, 3 for red, green and blue
     * @param height to which the images are resized; 0 leaves them as they are
     * @param width likewise
     * @throws dev.dormouse.plan.PipelineException MALFORMED if a file is none, INVALID_INPUT if they are too large or
     *     of different sizes
     */
    NumericTensor decode(List<byte[]> files, int channels, int height, int width);

    /** A file of the media type, from pixels with the channels last. */
    byte[] encode(String mediaType, byte[] pixels, int height, int width);
}
