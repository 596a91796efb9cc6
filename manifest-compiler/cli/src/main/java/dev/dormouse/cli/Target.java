package dev.dormouse.cli;

import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.engine.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a command works on, found out from a path alone. */
sealed interface Target {
    List<String> MANIFESTS = ManifestReader.FILE_NAMES;

    /** The manifest, the bundle's folder or the model. */
    Path path();

    /** The folder or file whose change means that it must be compiled again. */
    Path watched();

    /** A manifest file; its sources are beside it. */
    record ManifestFile(Path path) implements Target {
        @Override
        public Path watched() {
            Path folder = path.toAbsolutePath().getParent();
            return folder == null ? path : folder;
        }
    }

    /** A compiled pipeline. */
    record BundleFolder(Path path) implements Target {
        @Override
        public Path watched() {
            return path;
        }
    }

    /** A model without a manifest. */
    record ModelFile(Path path) implements Target {
        @Override
        public Path watched() {
            return path;
        }
    }

    /**
     * A folder with a plan is a bundle, with a manifest that manifest, with exactly one model that model; a file is
     * told by its ending.
     *
     * @throws CommandFailure if it is nothing of these
     */
    static Target find(Path path) {
        if (Files.isDirectory(path)) {
            return inFolder(path);
        }
        if (!Files.exists(path)) {
            throw CommandFailure.unusable(
                    path + " does not exist", "dormouse new my-pipeline --from text   (makes a folder that runs)");
        }
        if (!Files.isRegularFile(path)) {
            // a named pipe would be waited for without end
            throw CommandFailure.unusable(path + " is neither a file nor a folder", "copy it to a file, and name that");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.equals(Bundle.PLAN_FILE)) {
            Path folder = path.toAbsolutePath().getParent();
            return new BundleFolder(folder == null ? path : folder);
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
            return new ManifestFile(path);
        }
        return new ModelFile(path);
    }

    private static Target inFolder(Path folder) {
        if (Bundle.isBundle(folder)) {
            return new BundleFolder(folder);
        }
        List<Path> manifests = MANIFESTS.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (manifests.size() > 1) {
            throw CommandFailure.unusable(
                    folder + " has several manifests: " + names(manifests), "name one: " + manifests.get(0));
        }
        if (manifests.size() == 1) {
            return new ManifestFile(manifests.get(0));
        }
        List<Path> models = models(folder);
        if (models.size() == 1) {
            return new ModelFile(models.get(0));
        }
        if (models.isEmpty()) {
            throw CommandFailure.unusable(
                    folder + " has no manifest.yaml, no plan.json and no model",
                    "dormouse new " + (folder.getFileName() == null ? "my-pipeline" : folder.getFileName())
                            + " --from text");
        }
        throw CommandFailure.unusable(
                folder + " has no manifest and several models: " + names(models), "name one: " + models.get(0));
    }

    private static List<Path> models(Path folder) {
        try {
            return BareModel.modelsIn(folder);
        } catch (IOException e) {
            throw CommandFailure.unusable(folder + " cannot be listed: " + e.getMessage(), "check its permissions");
        }
    }

    private static String names(List<Path> files) {
        return files.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.joining(", "));
    }
}
