package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/** A tar that {@link FunctionImages#bundle} wrote, read again and verified to the last byte before anything is used. */
public final class EdgeBundle implements AutoCloseable {
    private static final long SMALL = 16 << 20;

    private final Path file;
    private final TarFile tar;
    private final Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    private final List<EdgeFunction> functions = new ArrayList<>();
    private Platform platform = Platform.ofThisMachine();

    private EdgeBundle(Path file, TarFile tar) {
        this.file = file;
        this.tar = tar;
    }

    /**
     * Opens and verifies: names, every blob's digest, every image's manifest and parts, the resources' digests.
     *
     * @throws ImageException if it is no such tar, cut short or changed; it says what is wrong
     */
    public static EdgeBundle open(Path file) throws IOException {
        EdgeBundle bundle;
        try {
            bundle = new EdgeBundle(file, new TarFile(file.toFile()));
        } catch (IOException e) {
            throw new ImageException(
                    ImageException.Reason.DAMAGED, file + " is no tar, or is cut short: " + e.getMessage(), e);
        }
        try {
            bundle.verify();
            return bundle;
        } catch (ImageException | IOException e) {
            bundle.close();
            throw e;
        } catch (IllegalArgumentException e) {
            bundle.close();
            throw bundle.damaged(String.valueOf(e.getMessage()));
        }
    }

    public Path file() {
        return file;
    }

    public Platform platform() {
        return platform;
    }

    public List<EdgeFunction> functions() {
        return List.copyOf(functions);
    }

    /** The rendered resources of a function; its image is called {@code image} in them. */
    public String yaml(EdgeFunction function, String image) throws IOException {
        return new String(bytes(function.yamlFile()), StandardCharsets.UTF_8).replace(function.reference(), image);
    }

    private void verify() throws IOException {
        for (TarArchiveEntry entry : tar.getEntries()) {
            String name = entry.getName();
            boolean known = name.equals(EdgeArchive.LAYOUT)
                    || name.equals(EdgeArchive.INDEX)
                    || name.matches("blobs/sha256/[0-9a-f]{64}")
                    || name.matches("dormouse/[A-Za-z0-9][A-Za-z0-9._-]*");
            if (!known || entry.getLinkFlag() != TarConstants.LF_NORMAL || entries.put(name, entry) != null) {
                throw damaged("it holds '" + name + "', which 'dormouse bundle' does not write");
            }
        }
        readList();
        for (String name : entries.keySet()) {
            if (name.startsWith(EdgeArchive.BLOBS)) {
                verifyBlob(name);
            }
        }
        OciIndexTemplate index = new OciIndexTemplate();
        for (EdgeFunction function : functions) {
            EdgeArchive.add(index, function, shipment(function));
        }
        // what 'ctr images import' goes by: no image but the functions', under no name but theirs
        if (!JsonText.read(bytes(EdgeArchive.INDEX)).equals(JsonText.read(JsonTemplateMapper.toByteArray(index)))) {
            throw damaged(EdgeArchive.INDEX + " names other images than its functions");
        }
    }

    private void readList() throws IOException {
        JsonNode list = JsonText.read(bytes(EdgeArchive.LIST));
        if (list.path("format").asInt() != EdgeArchive.FORMAT) {
            throw damaged("it has format " + list.path("format").asText("none") + ", this Dormouse reads "
                    + EdgeArchive.FORMAT);
        }
        platform = Platform.parse(list.path("platform").asText());
        for (JsonNode one : list.path("functions")) {
            EdgeFunction function = new EdgeFunction(
                    one.path("name").asText(),
                    one.path("tag").asText(),
                    one.path("digest").asText());
            if (!Digests.sha256(bytes(function.yamlFile()))
                    .equals(one.path("yamlSha256").asText())) {
                throw damaged(function.yamlFile() + " is not what its digest says");
            }
            functions.add(function);
        }
        if (functions.isEmpty()) {
            throw damaged("it lists no function");
        }
    }

    private void verifyBlob(String name) throws IOException {
        String digest;
        try (InputStream in = open(name)) {
            digest = Digests.sha256(in);
        }
        if (!name.equals(EdgeArchive.BLOBS + digest)) {
            throw damaged(name + " is not what its digest says");
        }
    }

    /** The image of a function, its parts checked to be there. */
    Shipment shipment(EdgeFunction function) throws IOException {
        byte[] bytes = bytes(blobName(function.digest()));
        OciManifestTemplate manifest = JsonTemplateMapper.readJson(bytes, OciManifestTemplate.class);
        List<Shipment.Part> layers = new ArrayList<>();
        for (BuildableManifestTemplate.ContentDescriptorTemplate layer : manifest.getLayers()) {
            layers.add(part("layer", layer));
        }
        Shipment image = new Shipment(layers, part("configuration", manifest.getContainerConfiguration()), manifest);
        if (!image.digest().equals(function.digest())) {
            throw damaged("the manifest of " + function.name() + " is not written by 'dormouse bundle'");
        }
        return image;
    }

    private Shipment.Part part(
            String name,
            BuildableManifestTemplate.@org.jspecify.annotations.Nullable ContentDescriptorTemplate descriptor)
            throws IOException {
        DescriptorDigest digest = descriptor == null ? null : descriptor.getDigest();
        if (descriptor == null || digest == null) {
            throw damaged("a manifest names a part without a digest");
        }
        String entry = blobName(digest.toString());
        if (!entries.containsKey(entry) || entries.get(entry).getSize() != descriptor.getSize()) {
            throw damaged(entry + " is missing or of another size than its manifest says");
        }
        return new Shipment.Part(
                name,
                new BlobDescriptor(descriptor.getSize(), digest),
                Blobs.from(
                        out -> {
                            try (InputStream in = open(entry)) {
                                in.transferTo(out);
                            }
                        },
                        true));
    }

    private static String blobName(String digest) {
        return EdgeArchive.BLOBS + digest.substring("sha256:".length());
    }

    private InputStream open(String name) throws IOException {
        TarArchiveEntry entry = entries.get(name);
        if (entry == null) {
            throw damaged(name + " is missing");
        }
        return tar.getInputStream(entry);
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes((int) SMALL + 1);
            if (bytes.length > SMALL) {
                throw damaged(name + " is far too big");
            }
            return bytes;
        }
    }

    private ImageException damaged(String why) {
        return new ImageException(ImageException.Reason.DAMAGED, file + " is not to be trusted: " + why);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
