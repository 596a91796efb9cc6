package dev.dormouse.image;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.image.ImageLayer.LayerFile;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which files stand in which layer, from what changes least to what changes most: engines, libraries, our own code with
 * its archive, a layer for each big model, and a thin last one with the plan.
 */
final class LayerPlan {
    /** From this size on a file of a bundle has a layer of its own, so that a changed manifest does not upload it. */
    static final long BIG = 64 << 10;

    private static final int MODEL_LAYERS = 24;
    private static final String OWN = "dev.dormouse.";

    private LayerPlan() {}

    /** A layer for each engine, one for the libraries, one for our own code and the start-up archive. */
    static List<ImageLayer> ofFunction(StagedFunction function) throws IOException {
        Map<Engine, List<LayerFile>> engines = new LinkedHashMap<>();
        function.engines().stream().sorted().forEach(engine -> engines.put(engine, new ArrayList<>()));
        List<LayerFile> libraries = new ArrayList<>();
        List<LayerFile> own = new ArrayList<>();
        for (LayerFile file : ImageLayer.tree(function.folder(), StagedFunction.HOME)) {
            String path = function.folder().relativize(file.source()).toString();
            String name = String.valueOf(file.source().getFileName());
            List<LayerFile> layer =
                    path.startsWith(StagedFunction.FUNCTION + "/lib/") && !name.startsWith(OWN) ? libraries : own;
            for (Map.Entry<Engine, List<LayerFile>> engine : engines.entrySet()) {
                if (engine.getKey().hasLibrary(name)
                        || isNativeOf(engine.getKey(), path)
                        || isInFolderOf(engine.getKey(), path, name)) {
                    layer = engine.getValue();
                }
            }
            layer.add(file);
        }
        List<ImageLayer> layers = new ArrayList<>();
        engines.forEach((engine, files) -> layers.add(new ImageLayer("engine " + engine.label(), files)));
        layers.add(new ImageLayer("libraries", libraries));
        layers.add(new ImageLayer(function.hasArchive() ? "function and start-up archive" : "function", own));
        return layers;
    }

    private static boolean isInFolderOf(Engine engine, String path, String name) {
        return engine.hasInFolder(path) && !engine.hasOwnJar(name);
    }

    private static boolean isNativeOf(Engine engine, String path) {
        String natives = StagedFunction.NATIVES + "/";
        return path.startsWith(natives) && engine.hasNative(path.substring(natives.length()));
    }

    /** A layer for each big artifact, then the thin one with the plan, the lock file and what else is small. */
    static List<ImageLayer> ofBundle(Bundle bundle, Path folder, Path billOfMaterials) throws IOException {
        List<Artifact> artifacts = artifacts(bundle.plan());
        List<Artifact> big = artifacts.stream()
                .filter(artifact -> artifact.size() >= BIG)
                .sorted(Comparator.comparingLong(Artifact::size).reversed())
                .limit(MODEL_LAYERS)
                .sorted(Comparator.comparing(Artifact::sha256))
                .toList();
        List<ImageLayer> layers = new ArrayList<>();
        for (Artifact artifact : big) {
            layers.add(new ImageLayer(artifact.name(), List.of(file(bundle, artifact))));
        }
        List<LayerFile> thin = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            if (!big.contains(artifact)) {
                thin.add(file(bundle, artifact));
            }
        }
        for (String name : List.of(Bundle.LOCK_FILE, Bundle.PLAN_FILE)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                thin.add(new LayerFile(folder.resolve(name), ImageConfig.BUNDLE + "/" + name, 0644));
            }
        }
        thin.add(new LayerFile(billOfMaterials, BillOfMaterials.PATH, 0644));
        layers.add(new ImageLayer("plan", thin));
        return layers;
    }

    /** A start checks a quick checksum only, so here is where a file that comes from outside is held to its digest. */
    private static LayerFile file(Bundle bundle, Artifact artifact) throws IOException {
        Path path = bundle.path(artifact);
        if (!Digests.sha256(path).equals(artifact.sha256())) {
            throw new ImageException(
                    ImageException.Reason.DAMAGED,
                    artifact.name() + " (" + path + ") is not what its SHA-256 in the plan says: it was replaced");
        }
        return new LayerFile(path, ImageConfig.BUNDLE + "/" + Bundle.ARTIFACTS + "/" + artifact.sha256(), 0644);
    }

    /** The files of a plan, each digest once, in the order of the digests. */
    static List<Artifact> artifacts(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.artifacts().values().stream())
                .collect(Collectors.toMap(Artifact::sha256, artifact -> artifact, (first, same) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing(Artifact::sha256))
                .toList();
    }
}
