package dev.dormouse.image;

import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The foundation made of this machine's own libraries and a run-time environment linked from its JDK. */
final class LocalFoundation {
    private final BuildFolder build;
    private final Path jdk;
    private final Consumer<String> progress;

    LocalFoundation(BuildFolder build, Path jdk, Consumer<String> progress) {
        this.build = build;
        this.jdk = jdk;
        this.progress = progress;
    }

    /**
     * Links Java once a build and JDK.
     *
     * @throws ImageException if this machine is of another platform, or has no JDK that links
     */
    Foundation make(Platform platform) throws IOException {
        if (!platform.runsHere()) {
            throw new ImageException(
                    ImageException.Reason.BASE,
                    "a base for " + platform + " cannot be put together on this machine ("
                            + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + ")");
        }
        String key = key();
        Path folder = new Workshop(build.image()).get("java-" + key, work -> {
            progress.accept("linking the image's Java from " + jdk + " (once a build)");
            RuntimeLinker.link(jdk, work.resolve("java"));
        });
        JavaRuntime runtime = JavaRuntime.in(folder.resolve("java"))
                .orElseThrow(() -> new IOException(folder + " holds no Java any more; remove that folder"));
        SystemBase system = new SystemBase(Path.of("/"));
        ImageLayer base = system.layer(platform, build.image());
        ImageLayer java =
                new ImageLayer("Java " + runtime.version(), ImageLayer.tree(runtime.home(), ImageConfig.JAVA_HOME));
        return new Foundation(
                key,
                List.of(
                        new LayerStore(build.image().resolve("layers")).store(base),
                        new LayerStore(folder.resolve("layers")).store(java)),
                new Foundation.JavaHome(ImageConfig.JAVA_HOME, runtime.version()),
                Optional.of(runtime),
                false,
                Map.of(),
                system.packages(base));
    }

    /** Tells one JDK from another. */
    private String key() throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isRegularFile(release)) {
            throw new ImageException(ImageException.Reason.JDK, jdk + " is no JDK: it has no file 'release'");
        }
        return Digests.sha256(release).substring(0, 12);
    }
}
