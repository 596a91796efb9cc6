package dev.dormouse.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function stands on: the lowest layers with system libraries and Java.
 *
 * @param key tells one foundation from another; start-up archives belong to one
 * @param java where Java is, and which
 * @param runnable the same Java on this machine, for the training run; empty if it cannot run here
 * @param foreign whether it is no work of this Dormouse's, so that its Java may fail to run here
 * @param environment that the base brings
 * @param packages of the distribution that are in it, as far as known
 */
record Foundation(
        String key,
        List<AssembledImage.NamedLayer> layers,
        JavaHome java,
        Optional<JavaRuntime> runnable,
        boolean foreign,
        Map<String, String> environment,
        List<SystemPackage> packages) {

    Foundation {
        layers = List.copyOf(layers);
        packages = List.copyOf(packages);
    }

    /** Where Java is in an image, and its version as the release file tells it. */
    record JavaHome(String path, String version) {
        int major() {
            return JavaRuntime.majorOf(version);
        }
    }
}
