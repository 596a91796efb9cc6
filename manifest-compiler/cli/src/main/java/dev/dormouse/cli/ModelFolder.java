package dev.dormouse.cli;

import dev.dormouse.compiler.WrittenManifest;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder with a model and the manifest that it gives, compiled before anything is written: what stands in it is what
 * was tried.
 */
final class ModelFolder {
    private static final String MANIFEST = "manifest.yaml";

    private final TargetCompiler compiler;

    ModelFolder(TargetCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Makes it.
     *
     * @return false if types are to be filled in
     * @throws CommandFailure if the model cannot be read or served
     */
    boolean make(Path source, NewFolder folder, String name) throws IOException {
        Path model = source.toAbsolutePath().normalize();
        try {
            refuseOtherFolders(model);
            WrittenManifest manifest = compiler.write(model, name, fileName(model));
            String text = manifest.text().orElseThrow();
            folder.make(stage -> {
                copyAll(model, stage.resolve(fileName(model)));
                copyParts(model, stage);
                Files.writeString(stage.resolve(MANIFEST), text);
            });
            return manifest.complete();
        } catch (ArtifactException e) {
            throw CommandFailure.failed(source + ": " + e.getMessage(), e.help());
        }
    }

    /** A folder is a SavedModel, or its one model is named. */
    private static void refuseOtherFolders(Path model) throws IOException {
        if (!Files.isDirectory(model)) {
            return;
        }
        List<Path> models = BareModel.modelsIn(model);
        if (!models.equals(List.of(model))) {
            throw CommandFailure.unusable(
                    model + " is a folder and no SavedModel",
                    models.isEmpty() ? "--from with a model's file" : "--from " + models.get(0));
        }
    }

    /** {@code model} with the ending of the file, or as the folder of a SavedModel. */
    private static String fileName(Path model) {
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        return Files.isDirectory(model) || dot < 0 ? "model" : "model" + name.substring(dot);
    }

    /** The name without its ending. */
    static String stem(Path model) {
        String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
        int dot = name.lastIndexOf('.');
        return Files.isDirectory(model) || dot <= 0 ? name : name.substring(0, dot);
    }

    /** The files in which the model keeps a part of its data; the compiler has seen that they lie in the model's folder. */
    private void copyParts(Path model, Path stage) throws IOException {
        for (String part : BareModel.partsOf(model, compiler.catalogue())) {
            Path to = stage.resolve(part);
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.copy(model.resolveSibling(part), to);
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
