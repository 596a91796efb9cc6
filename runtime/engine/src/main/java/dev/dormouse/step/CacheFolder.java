package dev.dormouse.step;

import java.nio.file.Path;
import java.util.Map;

/** Dormouse's folder in the user's cache: what it fetched, unpacked and tried. It need not be there. */
public final class CacheFolder {
    private CacheFolder() {}

    public static Path path() {
        return of(System.getenv());
    }

    /** That of other environment variables: {@code DORMOUSE_CACHE}, {@code XDG_CACHE_HOME}. */
    public static Path of(Map<String, String> variables) {
        String own = variables.getOrDefault("DORMOUSE_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String caches = variables.getOrDefault("XDG_CACHE_HOME", "");
        Path base = caches.isBlank() ? Path.of(System.getProperty("user.home", "."), ".cache") : Path.of(caches);
        return base.resolve("dormouse").toAbsolutePath();
    }

    /** Where engines in folders unpack their native libraries, once. An image has them unpacked elsewhere. */
    public static Path natives() {
        return path().resolve("natives");
    }
}
