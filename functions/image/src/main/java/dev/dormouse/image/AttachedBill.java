package dev.dormouse.image;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bill of materials attached to an image in a registry, as OCI 1.1 has it: an artifact whose {@code subject} is the
 * image, listed under the fallback tag too, which is where clients look in registries without the referrers API.
 */
final class AttachedBill {
    static final String TYPE = "application/vnd.cyclonedx+json";
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final byte[] EMPTY = {'{', '}'};

    private final Shipment.Part document;
    private final Shipment.Part empty;

    AttachedBill(byte[] document) throws IOException {
        this.document = part(ImageReport.ATTACHED, document);
        this.empty = part("empty configuration", EMPTY);
    }

    /** Of the document in a file, without what makes it readable in an image: a third less to upload. */
    static AttachedBill of(Path file) throws IOException {
        return new AttachedBill(
                JsonText.write(JsonText.read(Files.readAllBytes(file))).getBytes(StandardCharsets.UTF_8));
    }

    private static Shipment.Part part(String name, byte[] bytes) throws IOException {
        Blob blob = Blobs.from(out -> out.write(bytes), true);
        return new Shipment.Part(name, blob.writeTo(OutputStream.nullOutputStream()), blob);
    }

    /** Attaches it to an image that is there; what is attached already is left as it is. */
    ImageReport.Layer to(Shipment image, RegistryClient client) throws IOException, RegistryException {
        BlobDescriptor subject = image.manifestDescriptor();
        Json artifact = artifact(subject);
        BlobDescriptor described = Digests.computeDigest(artifact);
        String digest = described.getDigest().toString();
        if (client.checkManifest(digest).isPresent()) {
            return document.report(Optional.of(false));
        }
        boolean sent = send(document, client);
        send(empty, client);
        client.pushManifest(artifact, digest);
        String fallback = subject.getDigest().toString().replace(':', '-');
        if (client.checkManifest(fallback).isEmpty()) {
            client.pushManifest(index(described), fallback);
        }
        return document.report(Optional.of(sent));
    }

    /** Whether it was not there yet. */
    private static boolean send(Shipment.Part part, RegistryClient client) throws IOException, RegistryException {
        boolean there = client.checkBlob(part.descriptor().getDigest()).isPresent();
        return !there && !client.pushBlob(part.descriptor().getDigest(), part.blob(), null, written -> {});
    }

    private Json artifact(BlobDescriptor subject) {
        ObjectNode json = json(OciManifestTemplate.MANIFEST_MEDIA_TYPE);
        json.put("artifactType", TYPE);
        json.set("config", descriptor(EMPTY_TYPE, empty.descriptor()));
        json.putArray("layers").add(descriptor(TYPE, document.descriptor()));
        json.set("subject", descriptor(OciManifestTemplate.MANIFEST_MEDIA_TYPE, subject));
        return new Json(json);
    }

    private static Json index(BlobDescriptor artifact) {
        ObjectNode json = json(OciIndexTemplate.MEDIA_TYPE);
        ObjectNode listed = descriptor(OciManifestTemplate.MANIFEST_MEDIA_TYPE, artifact);
        json.putArray("manifests").add(listed.put("artifactType", TYPE));
        return new Json(json);
    }

    private static ObjectNode json(String mediaType) {
        return JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", mediaType);
    }

    private static ObjectNode descriptor(String mediaType, BlobDescriptor blob) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", mediaType)
                .put("digest", blob.getDigest().toString())
                .put("size", blob.getSize());
    }

    /** A manifest with fields that Jib's own have not. */
    private static final class Json implements ManifestTemplate {
        @JsonValue
        private final ObjectNode json;

        Json(ObjectNode json) {
            this.json = json;
        }

        @Override
        public int getSchemaVersion() {
            return json.path("schemaVersion").asInt();
        }

        @Override
        public String getManifestMediaType() {
            return json.path("mediaType").asText();
        }
    }
}
