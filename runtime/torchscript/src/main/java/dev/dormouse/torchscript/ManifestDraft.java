package dev.dormouse.torchscript;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is said of a model that comes without a manifest: its code has names, but neither datatypes nor dims. */
final class ManifestDraft {
    private static final String TYPE = "'FP32[n, 4]'";

    private ManifestDraft() {}

    /** A refusal with the manifest to write. */
    static ArtifactException refusal(Path file) {
        TorchArchive archive = TorchArchive.read(file);
        List<String> inputs = archive.forward().map(ManifestDraft::inputs).orElse(List.of("x"));
        List<String> outputs = archive.forward().map(ManifestDraft::outputs).orElse(List.of("y"));
        String said = archive.forward()
                .map(forward -> "its forward takes " + forward.argumentsText() + " and returns " + forward.returned())
                .orElse("its forward is not written as PyTorch writes it");
        return new ArtifactException(
                Reason.UNSUPPORTED,
                archive.name() + " needs a manifest, as TorchScript does not say datatypes and dims; " + said,
                "write this to manifest.yaml beside it, with the model's own datatypes and dims in place of " + TYPE
                        + ", and run the folder\n" + text(archive.name(), inputs, outputs));
    }

    private static List<String> inputs(Forward forward) {
        List<String> names = new ArrayList<>();
        forward.arguments().stream()
                .filter(argument -> !argument.optional())
                .forEach(argument -> names.add(argument.name()));
        return names.isEmpty() ? List.of("x") : names;
    }

    private static List<String> outputs(Forward forward) {
        if (forward.returned().isDict()) {
            return List.of("KEY");
        }
        int count = ForwardCheck.count(forward.returned()).orElse(1);
        return count == 1
                ? List.of("y")
                : IntStream.rangeClosed(1, count).mapToObj(i -> "y" + i).toList();
    }

    private static String text(String file, List<String> inputs, List<String> outputs) {
        String stem = file.replaceFirst("\\.[A-Za-z0-9]+$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String ported = types(inputs);
        return "apiVersion: dormouse.dev/v1\n"
                + "kind: Pipeline\n"
                + "metadata: {name: " + (stem.isEmpty() ? "pipeline" : stem) + "}\n"
                + "spec:\n"
                + "  inputs: " + ported + "\n"
                + "  steps:\n"
                + "    - name: torch\n"
                + "      uses: torchscript\n"
                + "      with:\n"
                + "        source: \"" + file.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n"
                + "        inputs: " + ported + "\n"
                + "        outputs: " + types(outputs) + "\n"
                + "  outputs: "
                + outputs.stream().map(name -> name + ": torch." + name).collect(Collectors.joining(", ", "{", "}"))
                + "\n";
    }

    private static String types(List<String> names) {
        return names.stream().map(name -> name + ": " + TYPE).collect(Collectors.joining(", ", "{", "}"));
    }
}
