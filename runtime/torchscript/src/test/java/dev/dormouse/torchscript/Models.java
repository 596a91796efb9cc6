package dev.dormouse.torchscript;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The models of the test resources, declarations for them, and zips made by hand. */
final class Models {
    static final Path ODD = Path.of("src/test/resources/models");
    static final Path GOOD = Path.of("src/test/resources/fixtures/files");

    private Models() {}

    /** Types as {@code "x FP32[n, 3]"}, in their order. */
    static Map<String, Object> types(String... declared) {
        Map<String, Object> types = new LinkedHashMap<>();
        for (String one : declared) {
            String[] parts = one.split(" ", 2);
            types.put(parts[0], parts[1]);
        }
        return types;
    }

    static Declaration declaration(Path model, Map<String, Object> inputs, Map<String, Object> outputs) {
        return new Declaration(
                "model", new Options(Map.of("inputs", inputs, "outputs", outputs)), Map.of("source", model));
    }

    /** Opens it with all its inputs wired, and these outputs read. */
    static Step open(Path model, Map<String, Object> inputs, Map<String, Object> outputs, String... read) {
        List<Wire> in = new ArrayList<>();
        inputs.forEach((name, type) -> in.add(new Wire(name, TensorType.parse((String) type))));
        List<Wire> out = new ArrayList<>();
        for (String name : read) {
            out.add(new Wire(name, TensorType.parse((String) outputs.get(name))));
        }
        return new TorchscriptKind().open(new StepContext(declaration(model, inputs, outputs), in, out));
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
