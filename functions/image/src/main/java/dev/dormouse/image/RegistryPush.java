package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Pushes an image: blobs that the registry lacks, then the manifest under its tag. The manifest comes last, so that a
 * push that was interrupted leaves no broken image, and a second one goes on with what is missing. A blob that another
 * repository of the registry has is taken over from there without being sent.
 */
final class RegistryPush {
    private static final int TAG_LENGTH = 12;

    private final ImageReference target;
    private final boolean tagged;
    private final RegistryAccess access;
    private final PushedBlobs pushed;
    private final Consumer<String> progress;

    /**
     * @param pushed what went to registries before
     * @throws ImageException if the name is none, or one with a digest
     */
    RegistryPush(Destination.Registry destination, PushedBlobs pushed, Consumer<String> progress) {
        String name = destination.reference();
        this.target = ImageTar.name(name);
        if (target.getDigest().isPresent()) {
            throw new ImageException(
                    ImageException.Reason.NAME,
                    "'" + name + "' names a digest, but an image gets its digest from what is in it");
        }
        this.tagged = name.substring(name.lastIndexOf('/') + 1).contains(":");
        this.access = new RegistryAccess(target, destination.insecure());
        this.pushed = pushed;
        this.progress = progress;
    }

    /** The repository, {@code REGISTRY/NAME}. */
    String repository() {
        return target.getRegistry() + "/" + target.getRepository();
    }

    /** The layers, then configuration and manifest, then what was attached, each with whether it was uploaded. */
    List<ImageReport.Layer> push(Shipment image, Optional<AttachedBill> bill) throws IOException {
        List<Shipment.Part> parts = new ArrayList<>(image.layers());
        parts.add(image.config());
        Optional<String> source = pushed.source(target, parts);
        return access.call(() -> {
            RegistryClient client = access.clientForPush(source);
            List<ImageReport.Layer> report = new ArrayList<>();
            for (Shipment.Part part : parts) {
                report.add(upload(client, part, source));
            }
            client.pushManifest(image.manifest(), tag(image));
            report.add(image.manifest(Optional.of(true)));
            pushed.add(target, parts);
            if (bill.isPresent()) {
                attach(bill.get(), image, client).ifPresent(report::add);
            }
            return report;
        });
    }

    /** The image is there by now and serves without it, so a registry that takes no such artifact fails no push. */
    private Optional<ImageReport.Layer> attach(AttachedBill bill, Shipment image, RegistryClient client)
            throws IOException {
        try {
            return Optional.of(bill.to(image, client));
        } catch (RegistryException e) {
            progress.accept("the registry takes no attached bill of materials, it is in the image alone: "
                    + RegistryAccess.line(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The tag asked for, else one made of the digest: it never moves, so no image of an earlier push loses its tag. */
    private String tag(Shipment image) throws IOException {
        return tagged
                ? target.getTag().orElseThrow()
                : image.digest().substring("sha256:".length()).substring(0, TAG_LENGTH);
    }

    private ImageReport.Layer upload(RegistryClient client, Shipment.Part part, Optional<String> source)
            throws IOException, RegistryException {
        boolean there = client.checkBlob(part.descriptor().getDigest()).isPresent();
        if (!there) {
            AtomicBoolean told = new AtomicBoolean();
            there = client.pushBlob(part.descriptor().getDigest(), part.blob(), source.orElse(null), written -> {
                if (told.compareAndSet(false, true)) {
                    progress.accept("pushing " + part.name() + " ("
                            + ByteCount.of(part.descriptor().getSize()) + ")");
                }
            });
        }
        return part.report(Optional.of(!there));
    }
}
