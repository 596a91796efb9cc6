package dev.dormouse.tensorflow;

import dev.dormouse.step.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, loaded once for the process. */
final class Natives {
    private static final String POM = "META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

    private Natives() {}

    /** @throws IllegalStateException if there is none for this machine */
    static void load() {
        // JavaCPP's own limits go by the size of the heap, and most of TensorFlow's memory is not there
        setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
        setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        // the 680 MB are unpacked there once; an image has them unpacked
        setIfAbsent("org.bytedeco.javacpp.cachedir", CacheFolder.natives().toString());
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

    /** That of TensorFlow Java, which has its own native library. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Natives.class.getClassLoader().getResourceAsStream(POM), POM)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
