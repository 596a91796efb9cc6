package dev.dormouse.image;

import com.google.cloud.tools.jib.blob.BlobDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Base images made here and pushed to a registry of this machine. */
record Bases(LocalRegistry registry, Path folder) {
    /** A base of these layers; its reference with the digest. */
    String push(String name, Platform platform, List<AssembledImage.NamedLayer> layers, Map<String, String> environment)
            throws IOException {
        ImageConfig config = new ImageConfig(List.of("/bin/sh"), environment, Map.of());
        Shipment image = AssembledImage.of(config, platform, layers).shipment();
        Destination.Registry target = new Destination.Registry(registry.address() + "/" + name + ":1", false);
        new RegistryPush(target, new PushedBlobs(folder.resolve("pushed")), line -> {}).push(image, Optional.empty());
        BlobDescriptor manifest = image.manifestDescriptor();
        return registry.address() + "/" + name + "@" + manifest.getDigest();
    }

    /** A layer of texts; those in a folder {@code bin} can be run. */
    AssembledImage.NamedLayer layer(String name, Map<String, String> texts) throws IOException {
        List<ImageLayer.LayerFile> files = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = folder.resolve(name).resolve(text.getKey().substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
            files.add(
                    new ImageLayer.LayerFile(file, text.getKey(), text.getKey().contains("/bin/") ? 0755 : 0644));
        }
        return new LayerStore(folder.resolve("layers")).store(new ImageLayer(name, files));
    }
}
