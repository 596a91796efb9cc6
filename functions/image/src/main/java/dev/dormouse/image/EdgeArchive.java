package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes what a machine without a network needs as one tar: an OCI image layout with all images, a layer that several
 * share once; and below {@code dormouse/} the rendered resources and a list with every digest.
 */
final class EdgeArchive {
    static final String FOLDER = "dormouse/";
    static final String LIST = FOLDER + "functions.json";
    static final String LAYOUT = "oci-layout";
    static final String INDEX = "index.json";
    static final String BLOBS = "blobs/sha256/";
    static final int FORMAT = 1;

    private EdgeArchive() {}

    /** A function, its image and its resources as text. */
    record Function(EdgeFunction description, Shipment image, String yaml) {}

    /** Writes the file; it is whole or not there. */
    static void write(Path file, Platform platform, List<Function> functions) throws IOException {
        WholeFile.write(file, out -> {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                put(tar, LAYOUT, "{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
                put(tar, INDEX, JsonTemplateMapper.toByteArray(index(functions)));
                put(tar, LIST, list(platform, functions));
                for (Function function : functions) {
                    put(tar, function.description().yamlFile(), function.yaml().getBytes(StandardCharsets.UTF_8));
                }
                blobs(tar, functions);
            }
        });
    }

    private static OciIndexTemplate index(List<Function> functions) throws IOException {
        OciIndexTemplate index = new OciIndexTemplate();
        for (Function function : functions) {
            add(index, function.description(), function.image());
        }
        return index;
    }

    /** Lists an image under its tag, which is what {@code ctr image import} calls it. */
    static void add(OciIndexTemplate index, EdgeFunction function, Shipment image) throws IOException {
        index.addManifest(image.manifestDescriptor(), function.tag());
    }

    private static byte[] list(Platform platform, List<Function> functions) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("platform", platform.toString());
        for (Function function : functions) {
            JsonNode described =
                    function.description().toJson(Digests.sha256(function.yaml().getBytes(StandardCharsets.UTF_8)));
            root.withArray("functions").add(described);
        }
        return JsonText.pretty(root);
    }

    private static void blobs(TarArchiveOutputStream tar, List<Function> functions) throws IOException {
        Set<String> written = new HashSet<>();
        for (Function function : functions) {
            Shipment image = function.image();
            for (Shipment.Part part : image.layers()) {
                if (written.add(part.digest())) {
                    tar.putArchiveEntry(
                            entry(blobName(part.descriptor()), part.descriptor().getSize()));
                    part.blob().writeTo(tar);
                    tar.closeArchiveEntry();
                }
            }
            // JSON closes what it is written to
            Shipment.Part config = image.config();
            if (written.add(config.digest())) {
                put(tar, blobName(config.descriptor()), Blobs.writeToByteArray(config.blob()));
            }
            if (written.add(image.digest())) {
                put(tar, blobName(image.manifestDescriptor()), JsonTemplateMapper.toByteArray(image.manifest()));
            }
        }
    }

    private static String blobName(BlobDescriptor descriptor) {
        return BLOBS + descriptor.getDigest().getHash();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        tar.putArchiveEntry(entry(name, bytes.length));
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(Workshop.TIME.toEpochMilli());
        return entry;
    }
}
