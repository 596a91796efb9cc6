package dev.dormouse.image;

import java.util.Locale;

/** Sizes for people, in decimal units as registries and disks count. */
public final class ByteCount {
    private ByteCount() {}

    /** {@code 512 B}, {@code 1.5 kB}, {@code 98.3 MB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
