package dev.dormouse.step;

import java.nio.file.Path;

/** Where engines in folders unpack their native libraries, once: in Dormouse's cache, beside what it fetches. */
public final class NativesFolder {
    private NativesFolder() {}

    /** The folder, which need not be there. An image has the libraries unpacked elsewhere. */
    public static Path path() {
        String own = System.getenv("DORMOUSE_CACHE");
        if (own != null && !own.isBlank()) {
            return below(Path.of(own));
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        Path base = caches != null && !caches.isBlank()
                ? Path.of(caches)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return below(base.resolve("dormouse"));
    }

    private static Path below(Path cache) {
        return cache.toAbsolutePath().resolve("natives");
    }
}
