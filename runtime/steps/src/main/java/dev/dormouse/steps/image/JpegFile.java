package dev.dormouse.steps.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The segments of a JPEG file (ITU-T T.81): checks that they are whole and keeps those that carry pixels, with the two
 * application segments that say how colours are stored (JFIF, Adobe). EXIF, and so its orientation, and colour profiles
 * are left out.
 */
final class JpegFile {
    /** More scans than any encoder writes; each one costs a pass over all pixels. */
    private static final int MAX_SCANS = 64;

    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APPLICATION_0 = 0xe0;
    private static final int APPLICATION_14 = 0xee;
    private static final int APPLICATION_15 = 0xef;
    private static final int COMMENT = 0xfe;

    private final byte[] file;
    private final ByteArrayOutputStream essential;
    private int position = 2;
    private int scans;
    private int height;
    private int width;

    private JpegFile(byte[] file) {
        this.file = file;
        this.essential = new ByteArrayOutputStream(file.length);
    }

    static boolean matches(byte[] file) {
        return file.length >= 3
                && (file[0] & 0xff) == 0xff
                && (file[1] & 0xff) == START_OF_IMAGE
                && (file[2] & 0xff) == 0xff;
    }

    static EncodedImage read(byte[] file) throws BadImageException {
        return new JpegFile(file).read();
    }

    private EncodedImage read() throws BadImageException {
        essential.write(file, 0, 2);
        int marker = nextMarker();
        while (marker != END_OF_IMAGE) {
            if (!isAlone(marker)) {
                readSegment(marker);
            }
            marker = nextMarker();
        }
        if (scans == 0 || width == 0) {
            throw new BadImageException("is a damaged JPEG image: it ends before its pixels");
        }
        essential.write(0xff);
        essential.write(END_OF_IMAGE);
        return new EncodedImage(EncodedImage.Format.JPEG, height, width, essential.toByteArray());
    }

    /** Goes behind the next marker; bytes that belong to nothing are skipped, as all decoders do. */
    private int nextMarker() throws BadImageException {
        while (position < file.length && unsigned(position) != 0xff) {
            position++;
        }
        while (position < file.length && unsigned(position) == 0xff) {
            position++;
        }
        requireBytes(1);
        return unsigned(position++);
    }

    /** Restart markers, and what stands in for a 0xff byte of pixel data, have no segment. */
    private static boolean isAlone(int marker) {
        return marker <= 0x01 || (marker >= 0xd0 && marker <= START_OF_IMAGE);
    }

    private void readSegment(int marker) throws BadImageException {
        requireBytes(2);
        int length = unsignedShort(position);
        if (length < 2) {
            throw new BadImageException("is a damaged JPEG image: a segment has the length " + length);
        }
        requireBytes(length);
        if (isFrame(marker)) {
            readFrame(length);
        }
        int begin = position;
        position += length;
        if (marker == START_OF_SCAN) {
            if (++scans > MAX_SCANS) {
                throw new BadImageException("is a JPEG image with more than " + MAX_SCANS + " scans");
            }
            skipPixelData();
        }
        if (isEssential(marker, begin)) {
            essential.write(0xff);
            essential.write(marker);
            essential.write(file, begin, position - begin);
        }
    }

    private static boolean isFrame(int marker) {
        boolean isTable = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
        return marker >= 0xc0 && marker <= 0xcf && !isTable;
    }

    private void readFrame(int length) throws BadImageException {
        if (length < 8 || width != 0) {
            throw new BadImageException("is a damaged JPEG image: its frame header is wrong");
        }
        int precision = unsigned(position + 2);
        height = unsignedShort(position + 3);
        width = unsignedShort(position + 5);
        int components = unsigned(position + 7);
        if (height == 0 || width == 0) {
            throw new BadImageException("is a JPEG image whose header gives no size");
        }
        if (components != 1 && components != 3) {
            throw new BadImageException("is a JPEG image with " + components
                    + " colour components (CMYK, if 4); save it as grayscale or RGB");
        }
        if (precision != 8) {
            throw new BadImageException("is a JPEG image with " + precision + " bits a sample; save it with 8");
        }
    }

    private boolean isEssential(int marker, int segment) {
        if (marker == APPLICATION_0) {
            return hasName(segment, "JFIF");
        }
        if (marker == APPLICATION_14) {
            return hasName(segment, "Adobe");
        }
        return marker != COMMENT && (marker < APPLICATION_0 || marker > APPLICATION_15);
    }

    private boolean hasName(int segment, String name) {
        int end = segment + 2 + name.length();
        return end <= position
                && name.equals(new String(file, segment + 2, name.length(), StandardCharsets.ISO_8859_1));
    }

    /** To the marker after the entropy-coded data, in which 0xff is always followed by 0 or a restart marker. */
    private void skipPixelData() throws BadImageException {
        while (true) {
            requireBytes(2);
            int next = unsigned(position + 1);
            if (unsigned(position) == 0xff && next != 0 && (next < 0xd0 || next > 0xd7)) {
                return;
            }
            position++;
        }
    }

    private void requireBytes(int count) throws BadImageException {
        if (file.length - position < count) {
            throw new BadImageException("is a JPEG image cut short after " + file.length + " bytes");
        }
    }

    private int unsigned(int index) {
        return Byte.toUnsignedInt(file[index]);
    }

    private int unsignedShort(int index) {
        return unsigned(index) << 8 | unsigned(index + 1);
    }
}
