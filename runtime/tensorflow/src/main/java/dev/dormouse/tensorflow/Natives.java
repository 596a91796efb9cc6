package dev.dormouse.tensorflow;

import java.nio.file.Path;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, loaded once for the process. */
final class Natives {
    private Natives() {}

    /** @throws IllegalStateException if there is none for this machine */
    static void load() {
        // JavaCPP's own limits go by the size of the heap, and most of TensorFlow's memory is not there
        setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
        setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        setIfAbsent("org.bytedeco.javacpp.cachedir", cache().resolve("natives").toString());
        try {
            TensorFlow.version();
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "TensorFlow's native library does not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage()
                            + " (it is there for Linux on x86-64 with glibc only)",
                    e);
        }
    }

    /** The 680 MB are unpacked there once, where what Dormouse fetches is kept too; an image has them unpacked. */
    private static Path cache() {
        String own = System.getenv("DORMOUSE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        Path base = caches != null && !caches.isBlank()
                ? Path.of(caches)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return base.resolve("dormouse").toAbsolutePath();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
