package dev.dormouse.image;

import com.google.cloud.tools.jib.cache.CachedLayer;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From a bundle to an image, the one entry point: engines that the plan needs, the function staged with them, its
 * start-up archive by a training run, layers, and the image in a tar or a registry.
 */
public final class FunctionImages {
    private final BuildFolder build;
    private final Path jdk;
    private final Rehearsals rehearsals;
    private final Consumer<String> progress;

    /**
     * @param jdk the JDK whose run-time environment goes into the images
     * @param progress is told what takes long, one line each
     */
    public FunctionImages(BuildFolder build, Path jdk, Rehearsals rehearsals, Consumer<String> progress) {
        this.build = build;
        this.jdk = jdk;
        this.rehearsals = rehearsals;
        this.progress = progress;
    }

    /**
     * Makes the image of a bundle and brings it to its destination.
     *
     * @throws ImageException if it cannot be made, written or pushed
     */
    public ImageReport make(Path bundleFolder, Platform platform, Destination destination) throws IOException {
        return destination instanceof Destination.Registry registry
                ? push(bundleFolder, platform, registry)
                : write(bundleFolder, platform, (Destination.TarFile) destination);
    }

    private ImageReport push(Path bundleFolder, Platform platform, Destination.Registry registry) throws IOException {
        RegistryPush push = new RegistryPush(registry, progress);
        Made made = assemble(bundleFolder, platform);
        List<ImageReport.Layer> layers = push.push(made.image());
        String digest = made.image().digest();
        return new ImageReport(push.repository() + "@" + digest, digest, platform, layers, made.notes());
    }

    private ImageReport write(Path bundleFolder, Platform platform, Destination.TarFile tar) throws IOException {
        ImageTar.name(tar.name());
        Made made = assemble(bundleFolder, platform);
        ImageTar.write(made.image(), tar);
        List<ImageReport.Layer> layers = made.image().layers().stream()
                .map(layer -> new ImageReport.Layer(
                        layer.name(),
                        layer.descriptor().getDigest().toString(),
                        layer.descriptor().getSize(),
                        Optional.empty()))
                .toList();
        return new ImageReport(tar.name(), made.image().digest(), platform, layers, made.notes());
    }

    private record Made(AssembledImage image, List<String> notes) {}

    private Made assemble(Path bundleFolder, Platform platform) throws IOException {
        Bundle bundle = Bundle.open(bundleFolder);
        Set<Engine> engines = Engine.neededBy(bundle.plan());
        Workshop workshop = new Workshop(build.image());
        JavaRuntime runtime = runtime(workshop);
        StagedFunction function = staged(workshop, engines, platform, runtime);
        ImageLayer base = new SystemBase(Path.of("/")).layer(platform, build.image());
        Path bill = billOfMaterials(workshop, bundle, bundleFolder, function, base, runtime);
        List<ImageLayer> layers = new ArrayList<>();
        layers.add(base);
        layers.add(new ImageLayer("Java " + runtime.version(), ImageLayer.tree(runtime.home(), ImageConfig.JAVA_HOME)));
        layers.addAll(LayerPlan.ofFunction(function));
        layers.addAll(LayerPlan.ofBundle(bundle, bundleFolder, bill));
        ImageConfig config = new ImageConfig(
                ImageConfig.entrypoint(ImageConfig.JAVA_HOME, runtime.major(), function),
                ImageConfig.environmentInImage(ImageConfig.JAVA_HOME),
                labels(bundle, bundleFolder, function, runtime));
        return new Made(AssembledImage.of(config, platform, stored(layers)), List.of());
    }

    private List<AssembledImage.NamedLayer> stored(List<ImageLayer> layers) throws IOException {
        LayerStore store = new LayerStore(build.image().resolve("layers"));
        List<AssembledImage.NamedLayer> stored = new ArrayList<>();
        for (ImageLayer layer : layers) {
            CachedLayer compressed = store.store(layer);
            stored.add(new AssembledImage.NamedLayer(layer.name(), compressed));
        }
        return stored;
    }

    private JavaRuntime runtime(Workshop workshop) throws IOException {
        Path folder = workshop.get("java-" + key(), work -> {
            progress.accept("linking the image's Java from " + jdk + " (once a build)");
            RuntimeLinker.link(jdk, work);
        });
        return JavaRuntime.in(folder.resolve("java"))
                .orElseThrow(() -> new IOException(folder + " holds no Java any more; remove it"));
    }

    private StagedFunction staged(Workshop workshop, Set<Engine> engines, Platform platform, JavaRuntime runtime)
            throws IOException {
        String name = Engine.nameOf(engines) + "-" + platform.os() + "-" + platform.architecture() + "-" + key();
        Path folder = workshop.get(name, work -> {
            StagedFunction staged = StagedFunction.stage(build, engines, platform, runtime.major(), work);
            progress.accept("recording the start-up archive for " + Engine.nameOf(engines) + " (once a build)");
            new TrainingRun(staged, runtime, rehearsals.bundleFor(engines)).record();
        });
        return new StagedFunction(folder, engines);
    }

    /** Tells one JDK from another. */
    private String key() throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isRegularFile(release)) {
            throw new ImageException(ImageException.Reason.JDK, jdk + " is no JDK: it has no file 'release'");
        }
        return Digests.sha256(release).substring(0, 12);
    }

    private Path billOfMaterials(
            Workshop workshop,
            Bundle bundle,
            Path bundleFolder,
            StagedFunction function,
            ImageLayer base,
            JavaRuntime runtime)
            throws IOException {
        byte[] document = new BillOfMaterials()
                .jars(function, build.billOfMaterials())
                .java(runtime.version())
                .bundle(bundle)
                .document(bundle, build.version());
        Path folder = workshop.get(
                "sbom-" + Digests.sha256(document), work -> Files.write(work.resolve("sbom.cdx.json"), document));
        return folder.resolve("sbom.cdx.json");
    }

    private Map<String, String> labels(Bundle bundle, Path folder, StagedFunction function, JavaRuntime runtime)
            throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("org.opencontainers.image.title", bundle.plan().metadata().name());
        labels.put("org.opencontainers.image.version", bundle.plan().metadata().version());
        labels.put(
                "org.opencontainers.image.description", bundle.plan().metadata().description());
        labels.put("dev.dormouse.version", build.version());
        labels.put("dev.dormouse.engines", ImageConfig.engines(function.engines()));
        labels.put("dev.dormouse.java", runtime.version());
        labels.put("dev.dormouse.start-up-archive", function.hasArchive() ? "yes" : "no");
        labels.put("dev.dormouse.plan.digest", "sha256:" + Digests.sha256(folder.resolve(Bundle.PLAN_FILE)));
        Path lock = folder.resolve(Bundle.LOCK_FILE);
        if (Files.isRegularFile(lock)) {
            labels.put("dev.dormouse.lock.digest", "sha256:" + Digests.sha256(lock));
        }
        labels.put("dev.dormouse.sbom", BillOfMaterials.PATH);
        labels.values().removeIf(String::isEmpty);
        return labels;
    }
}
