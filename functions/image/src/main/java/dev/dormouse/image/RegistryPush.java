package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pushes an image: blobs that the registry lacks, then the manifest under its tag. The manifest comes last, so that a
 * push that was interrupted leaves no broken image, and a second one goes on with what is missing.
 */
final class RegistryPush {
    private final ImageReference target;
    private final RegistryAccess access;
    private final Consumer<String> progress;

    RegistryPush(Destination.Registry destination, Consumer<String> progress) {
        this.target = ImageTar.name(destination.reference());
        this.access = new RegistryAccess(target, destination.insecure());
        this.progress = progress;
    }

    /** The repository, {@code REGISTRY/NAME}. */
    String repository() {
        return target.getRegistry() + "/" + target.getRepository();
    }

    /** The layers, then configuration and manifest, each with whether it was uploaded. */
    List<ImageReport.Layer> push(Shipment image) {
        return access.call(() -> {
            RegistryClient client = access.clientForPush();
            List<ImageReport.Layer> parts = new ArrayList<>();
            for (Shipment.Part layer : image.layers()) {
                parts.add(upload(client, layer));
            }
            parts.add(upload(client, image.config()));
            client.pushManifest(image.manifest(), target.getTag().orElse("latest"));
            long size = image.manifestDescriptor().getSize();
            parts.add(new ImageReport.Layer("manifest", image.digest(), size, Optional.of(true)));
            return parts;
        });
    }

    private ImageReport.Layer upload(RegistryClient client, Shipment.Part part) throws IOException, RegistryException {
        boolean there = client.checkBlob(part.descriptor().getDigest()).isPresent();
        if (!there) {
            progress.accept("pushing " + part.name() + " ("
                    + ByteCount.of(part.descriptor().getSize()) + ")");
            client.pushBlob(part.descriptor().getDigest(), part.blob(), null, written -> {});
        }
        return new ImageReport.Layer(
                part.name(), part.digest(), part.descriptor().getSize(), Optional.of(!there));
    }
}
