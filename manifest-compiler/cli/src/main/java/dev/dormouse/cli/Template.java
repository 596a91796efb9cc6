package dev.dormouse.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code new} starts from: files of a sample, which are resources under {@code templates/}. */
enum Template {
    /** A linear classifier of irises, with the manifest that its own signature gives. */
    ONNX("ensemble", List.of("linear.onnx")),
    /** The ready-made English sentiment model. */
    TEXT("sentiment-en", List.of("manifest.yaml", "request.json")),
    /** A network for handwritten digits. */
    IMAGE("digits", List.of("manifest.yaml", "model.onnx", "request.json")),
    /** A scaler and a scikit-learn classifier of wines. */
    TABULAR("wine", List.of("manifest.yaml", "model.onnx", "request.json"));

    private final String folder;
    private final List<String> files;

    Template(String folder, List<String> files) {
        this.folder = folder;
        this.files = files;
    }

    /** The one that is so called. */
    static Optional<Template> named(String name) {
        return Arrays.stream(values())
                .filter(template -> template.toString().equals(name))
                .findFirst();
    }

    List<String> files() {
        return files;
    }

    /** As it is written after {@code --from}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    String resource(String file) {
        return "/templates/" + folder + "/" + file;
    }

    /** For completion. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            Arrays.stream(values()).map(Template::toString).forEach(this::add);
        }
    }
}
