package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.cache.CachedLayer;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A foundation pulled from a registry: an image with glibc and Java, whose layers are kept in the build folder. */
final class PulledFoundation {
    private final BuildFolder build;
    private final ImageReference image;
    private final RegistryAccess access;
    private final Consumer<String> progress;

    PulledFoundation(BuildFolder build, Base.Registry base, Consumer<String> progress) {
        this.build = build;
        this.image = ImageTar.name(base.reference());
        this.access = new RegistryAccess(image, base.insecure());
        this.progress = progress;
    }

    private record Pulled(String digest, JsonNode config, List<CachedLayer> layers) {}

    /**
     * Pulls what is not here yet.
     *
     * @throws ImageException if it cannot be pulled, is of another platform, or holds no Java from 17 on
     */
    Foundation pull(Platform platform) throws IOException {
        Pulled pulled = access.call(() -> pulled(access.clientForPull(), platform));
        String key = pulled.digest().replace("sha256:", "").substring(0, 12);
        Map<String, String> environment = environment(pulled.config());
        Path root = new Workshop(build.image()).getWithTimes("base-" + key, work -> {
            for (CachedLayer layer : pulled.layers()) {
                LayerFiles.unpack(layer, work);
            }
        });
        String javaHome = javaHome(root, environment);
        JavaRuntime runtime = JavaRuntime.in(root.resolve(javaHome.replaceFirst("^/+", "")))
                .filter(java -> java.major() >= 17)
                .orElseThrow(() -> refused("holds no Java from 17 on in " + javaHome));
        List<AssembledImage.NamedLayer> layers = new ArrayList<>();
        for (CachedLayer layer : pulled.layers()) {
            layers.add(new AssembledImage.NamedLayer("base " + image.getRepository(), layer));
        }
        return new Foundation(
                key,
                layers,
                new Foundation.JavaHome(javaHome, runtime.version()),
                platform.runsHere() ? Optional.of(runtime) : Optional.empty(),
                true,
                environment,
                SystemPackage.installedIn(root, distribution(root)));
    }

    private static String distribution(Path root) throws IOException {
        Path release = root.resolve("etc/os-release");
        boolean readable = Files.isRegularFile(release) && LayerFiles.isWithin(release, root);
        return SystemPackage.distribution(readable ? Files.readString(release) : "");
    }

    private Pulled pulled(RegistryClient client, Platform platform) throws IOException, RegistryException {
        String wanted = image.getDigest().or(image::getTag).orElse("latest");
        ManifestAndDigest<ManifestTemplate> found = manifest(client, wanted);
        if (found.getManifest() instanceof ManifestListTemplate list) {
            List<String> digests = list.getDigestsForPlatform(platform.architecture(), platform.os());
            if (digests.isEmpty()) {
                throw refused("holds no image for " + platform);
            }
            found = manifest(client, digests.get(0));
        }
        if (!(found.getManifest() instanceof BuildableManifestTemplate manifest)) {
            throw refused("has a manifest of a format that is no longer in use");
        }
        JsonNode config = JsonText.read(Blobs.writeToByteArray(
                client.pullBlob(digestOf(manifest.getContainerConfiguration()), size -> {}, bytes -> {})));
        String itsPlatform =
                config.path("os").asText() + "/" + config.path("architecture").asText();
        if (!itsPlatform.equals(platform.toString())) {
            throw refused("is an image for " + itsPlatform + ", not for " + platform);
        }
        List<CachedLayer> layers = new ArrayList<>();
        for (BuildableManifestTemplate.ContentDescriptorTemplate layer : manifest.getLayers()) {
            layers.add(layer(client, layer));
        }
        return new Pulled(found.getDigest().toString(), config, layers);
    }

    /** By a tag or a digest; what a digest names must have it, as Jib does not look. */
    private ManifestAndDigest<ManifestTemplate> manifest(RegistryClient client, String wanted)
            throws IOException, RegistryException {
        ManifestAndDigest<ManifestTemplate> found = client.pullManifest(wanted);
        String digest = found.getDigest().toString();
        if (wanted.startsWith("sha256:") && !digest.equals(wanted)) {
            throw new ImageException(
                    ImageException.Reason.DAMAGED,
                    "the registry gave another manifest of " + image + " than the one asked for: " + digest
                            + " instead of " + wanted);
        }
        return found;
    }

    private CachedLayer layer(RegistryClient client, BuildableManifestTemplate.ContentDescriptorTemplate layer)
            throws IOException {
        DescriptorDigest digest = digestOf(layer);
        return new LayerStore(build.image().resolve("layers")).work(cache -> {
            Optional<CachedLayer> known = cache.retrieve(digest);
            if (known.isPresent()) {
                return known.get();
            }
            progress.accept("pulling a layer of " + image + " (" + ByteCount.of(layer.getSize()) + ")");
            CachedLayer pulled = cache.writeCompressedLayer(client.pullBlob(digest, size -> {}, bytes -> {}));
            if (!pulled.getDigest().equals(digest)) {
                throw new ImageException(
                        ImageException.Reason.DAMAGED, "a layer of " + image + " is not what its digest says");
            }
            return pulled;
        });
    }

    private DescriptorDigest digestOf(BuildableManifestTemplate.ContentDescriptorTemplate descriptor) {
        DescriptorDigest digest = descriptor.getDigest();
        if (digest == null) {
            throw refused("has a manifest without digests");
        }
        return digest;
    }

    private static Map<String, String> environment(JsonNode config) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : config.path("config").path("Env")) {
            String[] parts = variable.asText().split("=", 2);
            environment.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return environment;
    }

    /** JAVA_HOME, else the folder of the first {@code bin} on the PATH that belongs to a Java. */
    private String javaHome(Path root, Map<String, String> environment) throws IOException {
        String set = environment.getOrDefault("JAVA_HOME", "");
        if (set.startsWith("/") && isJava(root, set)) {
            return set;
        }
        for (String folder : environment.getOrDefault("PATH", "/usr/bin").split(":")) {
            if (folder.startsWith("/") && folder.endsWith("/bin")) {
                String home = folder.substring(0, folder.length() - "/bin".length());
                if (isJava(root, home)) {
                    return home;
                }
            }
        }
        throw refused("names no Java: set JAVA_HOME in it to a folder with bin/java and a release file");
    }

    private boolean isJava(Path root, String home) throws IOException {
        Path folder = root.resolve(home.replaceFirst("^/+", "")).normalize();
        if (!folder.startsWith(root)) {
            throw refused("has its Java outside of itself: " + home);
        }
        Path release = folder.resolve("release");
        Path java = folder.resolve("bin").resolve("java");
        if (!Files.exists(release) || !Files.exists(java)) {
            return false;
        }
        if (!LayerFiles.isWithin(release, root) || !LayerFiles.isWithin(java, root)) {
            throw refused("has its Java outside of itself: " + home + " is a link");
        }
        return true;
    }

    private ImageException refused(String why) {
        return new ImageException(ImageException.Reason.BASE, "the base " + image + " " + why);
    }
}
