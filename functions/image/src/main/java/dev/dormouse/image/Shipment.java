package dev.dormouse.image;

import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import java.io.IOException;
import java.util.List;

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
    }

    /** The digest and size of the manifest; the digest is the image's. */
    BlobDescriptor manifestDescriptor() throws IOException {
        return Digests.computeDigest(manifest);
    }

    /** {@code sha256:…}: equal in a tar and in a registry. */
    String digest() throws IOException {
        return manifestDescriptor().getDigest().toString();
    }
}
