package dev.dormouse.cli;

import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a folder with a manifest that compiles and runs as it is. */
@Command(
        name = "new",
        description = {
            "Makes a folder with a manifest that runs as it is.",
            "onnx: a model alone, yours with --model; text: the ready-made sentiment model;"
                    + " image: digits in a PNG or JPEG; tabular: a scaler and a classifier."
        })
final class NewCommand implements Callable<Integer> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern METADATA_NAME = Pattern.compile("(metadata:\\s*\\{?\\s*name:) [^}\\n]*");
    /** Labels that YAML does not take for something else than text. */
    private static final Pattern PLAIN = Pattern.compile("(?!(null|true|false)$)[a-z][a-z0-9-]*");

    private static final String MANIFEST = "manifest.yaml";

    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(paramLabel = "NAME", description = "The folder; its last part names the pipeline.")
    private Path folder = Path.of("");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "onnx|text|image|tabular",
            description = "What to start from: ${COMPLETION-CANDIDATES}.")
    private Template template = Template.ONNX;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "With --from onnx: the model to copy in, .onnx, .keras or .h5; a SavedModel's folder or zip is one too.")
    private @Nullable Path model;

    NewCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        if (!LABEL.matcher(name).matches()) {
            throw CommandFailure.unusable(
                    "'" + name + "' cannot name a pipeline: a to z, 0 to 9 and -, at most 63, no - at the ends",
                    "dormouse new my-pipeline --from " + template);
        }
        if (model != null && template != Template.ONNX) {
            throw CommandFailure.unusable("--model goes with --from onnx only", "dormouse new NAME --from onnx");
        }
        if (model != null && !Files.exists(model)) {
            throw CommandFailure.unusable(
                    model + " does not exist", "--model with an .onnx, .keras or .h5 file, or a SavedModel");
        }
        boolean there = Files.exists(folder);
        if (there && (!Files.isDirectory(folder) || !isEmpty(folder))) {
            throw CommandFailure.unusable(folder + " is there and not an empty folder", "another name");
        }
        Files.createDirectories(folder);
        if (template == Template.ONNX) {
            fromModel(name, there);
        } else {
            fromSample(name);
        }
        environment.out().println("made " + folder + "; now: dormouse run " + folder);
        return 0;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void fromModel(String name, boolean there) throws IOException {
        Path own = model == null ? null : model.toAbsolutePath().normalize();
        Path target = folder.resolve(own == null ? "model.onnx" : targetName(own));
        try {
            String manifest;
            if (own == null) {
                copy(Template.ONNX.resource("linear.onnx"), target);
                manifest = BareModel.manifestFor(target, compiler.catalogue());
            } else {
                BareModel.manifestFor(own, compiler.catalogue());
                List<String> parts = BareModel.partsOf(own, compiler.catalogue());
                copyAll(own, target);
                copyParts(own, parts);
                manifest = BareModel.manifestFor(target, compiler.catalogue());
            }
            Files.writeString(folder.resolve(MANIFEST), named(manifest, name));
        } catch (ArtifactException e) {
            if (!there) {
                Files.delete(folder);
            }
            throw CommandFailure.failed((own == null ? target : own) + ": " + e.getMessage(), e.help());
        }
    }

    /** {@code model} with the ending of the file, or as the folder of a SavedModel. */
    private static String targetName(Path own) {
        String name = String.valueOf(own.getFileName());
        int dot = name.lastIndexOf('.');
        return Files.isDirectory(own) || dot < 0 ? "model" : "model" + name.substring(dot);
    }

    /** What is missing or a link out of the model's folder is left for the compiler to tell. */
    private void copyParts(Path own, List<String> parts) throws IOException {
        for (String part : parts) {
            Path from = Objects.requireNonNull(own.getParent());
            Path file = from.resolve(part);
            Path to = folder.resolve(part);
            if (Files.isRegularFile(file) && file.toRealPath().startsWith(from.toRealPath()) && Files.notExists(to)) {
                Files.createDirectories(
                        Objects.requireNonNull(to.toAbsolutePath().getParent()));
                Files.copy(file, to);
            }
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void fromSample(String name) throws IOException {
        for (String file : template.files()) {
            copy(template.resource(file), folder.resolve(file));
        }
        Path manifest = folder.resolve(MANIFEST);
        Files.writeString(manifest, named(Files.readString(manifest), name));
    }

    /** The manifest under another name. */
    private static String named(String manifest, String name) {
        String scalar = PLAIN.matcher(name).matches() ? name : '"' + name + '"';
        return METADATA_NAME.matcher(manifest).replaceFirst("$1 " + scalar);
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = NewCommand.class.getResourceAsStream(resource)) {
            Files.write(target, Objects.requireNonNull(in, resource).readAllBytes());
        }
    }
}
