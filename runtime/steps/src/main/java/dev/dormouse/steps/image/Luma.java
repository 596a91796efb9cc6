package dev.dormouse.steps.image;

/** Brightness of a colour as Pillow's {@code convert("L")}: ITU-R 601-2 weights in 16-bit fixed point, rounded. */
final class Luma {
    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;

    private Luma() {}

    /** From 0..255 each to 0..255. */
    static byte of(int red, int green, int blue) {
        return (byte) ((red * RED + green * GREEN + blue * BLUE + 0x8000) >> 16);
    }
}
