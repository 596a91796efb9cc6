package dev.dormouse.steps.image;

/**
 * An image file whose frame was read but whose pixels were not: what it claims to be, and the parts of the file that
 * carry pixels. Metadata is left out, so that it can neither change colours nor be a way to attack the decoder.
 *
 * @param essential a valid file of the format, without metadata
 */
record EncodedImage(Format format, int height, int width, byte[] essential) {
    enum Format {
        PNG,
        JPEG
    }

    /**
     * Reads the frame of a PNG or JPEG file.
     *
     * @throws BadImageException if it is neither, is cut short, or is of a sort that is not decoded
     */
    static EncodedImage read(byte[] file) throws BadImageException {
        if (file.length == 0) {
            throw new BadImageException("is empty; a PNG or JPEG image was expected");
        }
        if (PngFile.matches(file)) {
            return PngFile.read(file);
        }
        if (JpegFile.matches(file)) {
            return JpegFile.read(file);
        }
        throw new BadImageException("is neither a PNG nor a JPEG image");
    }

    long pixels() {
        return (long) height * width;
    }

    String size() {
        return height + " x " + width;
    }
}
