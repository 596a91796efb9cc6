package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
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

    /** The layers, each with whether it was uploaded. */
    List<ImageReport.Layer> push(AssembledImage image) {
        return access.call(() -> {
            RegistryClient client = access.clientForPush();
            List<ImageReport.Layer> layers = new ArrayList<>();
            for (AssembledImage.NamedLayer layer : image.layers()) {
                BlobDescriptor blob = layer.descriptor();
                boolean uploaded = upload(client, layer.name(), blob, layer.blob());
                layers.add(new ImageReport.Layer(
                        layer.name(), blob.getDigest().toString(), blob.getSize(), Optional.of(uploaded)));
            }
            boolean config = upload(client, "configuration", image.config(), image.configBlob());
            layers.add(new ImageReport.Layer(
                    "configuration",
                    image.config().getDigest().toString(),
                    image.config().getSize(),
                    Optional.of(config)));
            client.pushManifest(image.manifest(), target.getTag().orElse("latest"));
            layers.add(new ImageReport.Layer("manifest", image.digest(), image.manifestSize(), Optional.of(true)));
            return layers;
        });
    }

    private boolean upload(RegistryClient client, String name, BlobDescriptor blob, Blob bytes)
            throws IOException, RegistryException {
        if (client.checkBlob(blob.getDigest()).isPresent()) {
            return false;
        }
        progress.accept("pushing " + name + " (" + ByteCount.of(blob.getSize()) + ")");
        client.pushBlob(blob.getDigest(), bytes, null, written -> {});
        return true;
    }
}
