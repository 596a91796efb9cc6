package dev.dormouse.steps.image;

import java.util.Locale;

/**
 * What {@code filter} may be. The kernels are Pillow's: BOX, BILINEAR (triangle), HAMMING, BICUBIC (Keys, a = -0.5) and
 * LANCZOS (a = 3).
 */
enum ResizeFilter {
    NEAREST(0),
    BOX(0.5),
    BILINEAR(1),
    HAMMING(1),
    BICUBIC(2),
    LANCZOS(3);

    private static final double KEYS_A = -0.5;
    /** Pillow's constants are of single precision. */
    private static final double HAMMING_MEAN = 0.54f;

    private static final double HAMMING_COSINE = 0.46f;

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The filter of an option's word; {@code area} is OpenCV's word for the box. */
    static ResizeFilter of(String word) {
        return word.equals("area") ? BOX : valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Half the width of the kernel, in pixels of the larger scale. */
    double support() {
        return support;
    }

    /** The kernel at {@code x}; 0 beyond the support. */
    double weight(double x) {
        double distance = Math.abs(x);
        return switch (this) {
            case NEAREST -> throw new IllegalStateException("nearest picks a pixel and weighs none");
            case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - distance);
            case HAMMING ->
                distance >= 1 ? 0 : sinc(distance) * (HAMMING_MEAN + HAMMING_COSINE * Math.cos(distance * Math.PI));
            case BICUBIC -> keys(distance);
            case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    private static double keys(double distance) {
        if (distance < 1) {
            return ((KEYS_A + 2) * distance - (KEYS_A + 3)) * distance * distance + 1;
        }
        return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * KEYS_A : 0;
    }
}
