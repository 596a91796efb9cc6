package dev.dormouse.cli;

import dev.dormouse.compiler.manifest.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a folder with a manifest that compiles and runs as it is. */
@Command(
        name = "new",
        description = {
            "Makes a folder with a manifest that runs as it is.",
            "From a model (.onnx, .keras, .h5, .pmml, .pt, a SavedModel's folder or .zip of it): the model is copied"
                    + " beside a manifest with what it says of itself, and comments on what to change.",
            "From a sample: text: the ready-made sentiment model; image: digits in a PNG or JPEG;"
                    + " tabular: a scaler and a classifier; onnx: a small model alone."
        })
final class NewCommand implements Callable<Integer> {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern METADATA_NAME = Pattern.compile("(metadata:\\s*\\{?\\s*name:) [^}\\n]*");
    /** Labels that YAML does not take for something else than text. */
    private static final Pattern PLAIN = Pattern.compile("(?!(null|true|false)$)[a-z][a-z0-9-]*");

    private static final String MANIFEST = "manifest.yaml";

    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The folder; its last part names the pipeline. Without it, the model's name.")
    private @Nullable Path named;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FILE|onnx|text|image|tabular",
            completionCandidates = Template.Words.class,
            description = "What to start from: a model's file or folder, or a sample.")
    private String from = "";

    @Option(names = "--model", hidden = true, paramLabel = "FILE", description = "With --from onnx: as --from FILE.")
    private @Nullable Path model;

    NewCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Template> template = Template.named(from);
        if (model != null && template.filter(Template.ONNX::equals).isEmpty()) {
            throw CommandFailure.unusable("--model goes with --from onnx only", "dormouse new --from " + model);
        }
        Path source = model != null ? model : template.isPresent() ? null : Path.of(from);
        if (source != null && !Files.exists(source)) {
            throw CommandFailure.unusable(
                    source + " does not exist",
                    "--from with a model's file, a SavedModel's folder, or one of onnx, text, image, tabular");
        }
        Path folder = named != null ? named : ownName(source);
        String name = checkedName(folder);
        boolean complete = make(source, template.orElse(Template.ONNX), NewFolder.at(folder), name);
        environment
                .out()
                .println(
                        complete
                                ? "made " + folder + "; now: dormouse run " + folder
                                : "made " + folder + "; the model does not say its types: fill in each TODO of "
                                        + folder.resolve(MANIFEST) + ", then: dormouse run " + folder);
        return 0;
    }

    /** False if types are to be filled in. */
    private boolean make(@Nullable Path source, Template template, NewFolder folder, String name) throws IOException {
        ModelFolder models = new ModelFolder(compiler);
        if (source != null) {
            return models.make(source, folder, name);
        }
        if (template != Template.ONNX) {
            folder.make(stage -> fromSample(template, stage, name));
            return true;
        }
        Path temporary = Files.createTempDirectory("dormouse-new");
        Path sample = temporary.resolve(template.files().get(0));
        try {
            copy(template.resource(template.files().get(0)), sample);
            return models.make(sample, folder, name);
        } finally {
            Files.deleteIfExists(sample);
            Files.delete(temporary);
        }
    }

    private Path ownName(@Nullable Path source) {
        if (source == null) {
            throw CommandFailure.unusable("the folder has no name", "dormouse new my-pipeline --from " + from);
        }
        return Path.of(Names.ofPipeline(ModelFolder.stem(source), "model"));
    }

    private String checkedName(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        if (!LABEL.matcher(name).matches()) {
            throw CommandFailure.unusable(
                    "'" + name + "' cannot name a pipeline: a to z, 0 to 9 and -, at most 63, no - at the ends",
                    "dormouse new " + Names.ofPipeline(name, "my-pipeline") + " --from " + from);
        }
        if (!Names.ofPipeline(name, "").equals(name)) {
            throw CommandFailure.unusable(
                    "'" + name + "' cannot name a pipeline: every function answers something else at /" + name,
                    "dormouse new my-" + name + " --from " + from);
        }
        return name;
    }

    private static void fromSample(Template template, Path stage, String name) throws IOException {
        for (String file : template.files()) {
            copy(template.resource(file), stage.resolve(file));
        }
        Path manifest = stage.resolve(MANIFEST);
        Files.writeString(manifest, withName(Files.readString(manifest), name));
    }

    /** The manifest under another name. */
    private static String withName(String manifest, String name) {
        String scalar = PLAIN.matcher(name).matches() ? name : '"' + name + '"';
        return METADATA_NAME.matcher(manifest).replaceFirst("$1 " + scalar);
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = NewCommand.class.getResourceAsStream(resource)) {
            Files.write(target, Objects.requireNonNull(in, resource).readAllBytes());
        }
    }
}
