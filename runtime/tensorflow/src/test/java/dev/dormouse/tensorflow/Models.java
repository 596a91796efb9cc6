package dev.dormouse.tensorflow;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The models of the test resources, and zips made by hand. */
final class Models {
    static final Path REFUSED = Path.of("src/test/resources/models");
    static final Path GOOD = Path.of("src/test/resources/fixtures/files");

    private Models() {}

    static Declaration declaration(Path model) {
        return declaration(model, Map.of());
    }

    static Declaration declaration(Path model, Map<String, Object> options) {
        return new Declaration("model", new Options(options), Map.of("source", model));
    }

    static List<InputPort> inputs(Path model) {
        return new TensorflowKind().inputs(declaration(model));
    }

    static Step open(Path model, List<Wire> inputs, List<Wire> outputs) throws Exception {
        return new TensorflowKind().open(new StepContext(declaration(model), inputs, outputs));
    }

    /** Unpacks a model into a folder as TensorFlow writes it. */
    static Path folder(Path zip, Path into) throws IOException {
        SavedModelFiles.of(zip).unpack(into);
        return into;
    }

    /** A zip with these files in this order. */
    static Path zip(Path file, Map<String, byte[]> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
