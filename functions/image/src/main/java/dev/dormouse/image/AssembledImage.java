package dev.dormouse.image;

import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.image.Image;
import com.google.cloud.tools.jib.image.Layer;
import com.google.cloud.tools.jib.image.LayerPropertyNotFoundException;
import com.google.cloud.tools.jib.image.json.HistoryEntry;
import com.google.cloud.tools.jib.image.json.ImageToJsonTranslator;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplate;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** An image with all its layers at hand and its digest known, ready to be written or pushed. */
record AssembledImage(Image image, List<NamedLayer> layers, OciManifestTemplate manifest, BlobDescriptor config) {
    AssembledImage {
        layers = List.copyOf(layers);
    }

    /** A compressed layer and what it holds, in words. */
    record NamedLayer(String name, Layer layer) {
        BlobDescriptor descriptor() {
            try {
                return layer.getBlobDescriptor();
            } catch (LayerPropertyNotFoundException e) {
                throw new IllegalStateException("a layer at hand has a digest", e);
            }
        }

        Blob blob() {
            try {
                return layer.getBlob();
            } catch (LayerPropertyNotFoundException e) {
                throw new IllegalStateException("a layer at hand has its bytes", e);
            }
        }
    }

    static AssembledImage of(ImageConfig config, Platform platform, List<NamedLayer> layers) throws IOException {
        Image.Builder builder = Image.builder(OciManifestTemplate.class)
                .setCreated(Instant.EPOCH)
                .setOs(platform.os())
                .setArchitecture(platform.architecture())
                .setEntrypoint(config.entrypoint())
                .addEnvironment(config.environment())
                .addLabels(config.labels())
                .setUser(ImageConfig.USER)
                .setWorkingDirectory(ImageConfig.WORKING_DIRECTORY)
                .addExposedPorts(Set.of(Port.tcp(ImageConfig.PORT)));
        for (NamedLayer layer : layers) {
            try {
                builder.addLayer(layer.layer());
            } catch (LayerPropertyNotFoundException e) {
                throw new IllegalStateException("a layer at hand has a digest", e);
            }
            builder.addHistory(HistoryEntry.builder()
                    .setCreationTimestamp(Instant.EPOCH)
                    .setCreatedBy("dormouse")
                    .setComment(layer.name())
                    .build());
        }
        Image image = builder.build();
        ImageToJsonTranslator translator = new ImageToJsonTranslator(image);
        BlobDescriptor descriptor = Digests.computeDigest(translator.getContainerConfiguration());
        return new AssembledImage(
                image, layers, translator.getManifestTemplate(OciManifestTemplate.class, descriptor), descriptor);
    }

    /** What is pushed, or written into a layout with others. */
    Shipment shipment() {
        return new Shipment(
                layers.stream()
                        .map(layer -> new Shipment.Part(layer.name(), layer.descriptor(), layer.blob()))
                        .toList(),
                new Shipment.Part("configuration", config, configBlob()),
                manifest);
    }

    private Blob configBlob() {
        JsonTemplate configuration = new ImageToJsonTranslator(image).getContainerConfiguration();
        return Blobs.from(configuration);
    }
}
