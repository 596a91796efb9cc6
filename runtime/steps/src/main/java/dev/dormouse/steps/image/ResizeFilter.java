package dev.dormouse.steps.image;

import java.util.Locale;

/** What {@code filter} may be. The kernels are Pillow's: BOX, BILINEAR (triangle), BICUBIC (Keys, a = -0.5). */
enum ResizeFilter {
    NEAREST(0),
    AREA(0.5),
    BILINEAR(1),
    BICUBIC(2);

    private static final double KEYS_A = -0.5;

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** The filter of an option's word. */
    static ResizeFilter of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
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
            case AREA -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - distance);
            case BICUBIC -> keys(distance);
        };
    }

    private static double keys(double distance) {
        if (distance < 1) {
            return ((KEYS_A + 2) * distance - (KEYS_A + 3)) * distance * distance + 1;
        }
        return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * KEYS_A : 0;
    }
}
