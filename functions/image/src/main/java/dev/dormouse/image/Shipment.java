package dev.dormouse.image;

import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image as a registry or a layout takes it: blobs, and the manifest that names them. */
record Shipment(List<Part> layers, Part config, OciManifestTemplate manifest) {
    Shipment {
        layers = List.copyOf(layers);
    }

    /** A blob and what it holds, in words. */
    record Part(String name, BlobDescriptor descriptor, Blob blob) {
        String digest() {
            return descriptor.getDigest().toString();
        }

        ImageReport.Layer report(Optional<Boolean> uploaded) {
            return new ImageReport.Layer(name, digest(), descriptor.getSize(), uploaded);
        }
    }

    /** The digest and size of the manifest; the digest is the image's. */
    BlobDescriptor manifestDescriptor() throws IOException {
        return Digests.computeDigest(manifest);
    }

    /** Layers, configuration and manifest for a report, nothing uploaded. */
    List<ImageReport.Layer> report() throws IOException {
        List<ImageReport.Layer> report = new ArrayList<>();
        for (Part part : layers) {
            report.add(part.report(Optional.empty()));
        }
        report.add(config.report(Optional.empty()));
        report.add(manifest(Optional.empty()));
        return report;
    }

    /** The manifest for a report. */
    ImageReport.Layer manifest(Optional<Boolean> uploaded) throws IOException {
        return new ImageReport.Layer("manifest", digest(), manifestDescriptor().getSize(), uploaded);
    }

    /** {@code sha256:…}: equal in a tar and in a registry. */
    String digest() throws IOException {
        return manifestDescriptor().getDigest().toString();
    }
}
