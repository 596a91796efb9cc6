package dev.dormouse.tensorflow;

import dev.dormouse.step.NativesFolder;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, loaded once for the process. */
final class Natives {
    private Natives() {}

    /** @throws IllegalStateException if there is none for this machine */
    static void load() {
        // JavaCPP's own limits go by the size of the heap, and most of TensorFlow's memory is not there
        setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
        setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        // the 680 MB are unpacked there once; an image has them unpacked
        setIfAbsent("org.bytedeco.javacpp.cachedir", NativesFolder.path().toString());
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

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
