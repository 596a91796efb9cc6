package dev.dormouse.image;

import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Models that an engine loads from a folder only, unpacked beside their zips: a function's temporary folder is memory, and
 * in a cluster has 64 MB. A small one is unpacked at the start, so that an image does not hold it twice.
 */
final class UnpackedModels {
    /** From this size on a model comes unpacked too. */
    static final long BIG = 8 << 20;

    /** The folder beside the file; the engine looks for it. */
    private static final String SUFFIX = ".unpacked";

    private static final String UNPACKED_KIND = "tensorflow";

    private UnpackedModels() {}

    /** A layer for each big one, unpacked in a workshop. */
    static List<ImageLayer> of(Bundle bundle, Workshop workshop) throws IOException {
        List<ImageLayer> layers = new ArrayList<>();
        for (Plan.PlanStep step : bundle.plan().steps()) {
            Artifact model = step.artifacts().get("source");
            if (step.kind().equals(UNPACKED_KIND) && model != null && model.size() >= BIG) {
                Path folder = workshop.get("model-" + model.sha256(), into -> unpack(bundle.path(model), into));
                String at = ImageConfig.BUNDLE + "/" + Bundle.ARTIFACTS + "/" + model.sha256() + SUFFIX;
                layers.add(new ImageLayer(model.name() + ", unpacked", ImageLayer.tree(folder, at)));
            }
        }
        return layers;
    }

    private static void unpack(Path file, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new ImageException(
                            ImageException.Reason.DAMAGED,
                            file + " holds '" + entry.getName() + "', outside of itself");
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
    }
}
