package dev.dormouse.keras;

import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.StepTranslation;
import java.nio.file.Path;
import java.util.List;

/** {@code uses: keras}: a Keras model, run as ONNX. */
final class KerasToOnnx implements StepTranslation {
    @Override
    public String name() {
        return "keras";
    }

    @Override
    public String summary() {
        return "Runs a Keras model, translated to ONNX when the manifest is compiled; inputs and outputs are the"
                + " model's own.";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required(SOURCE, OptionType.SOURCE, "the .keras or .h5 file"));
    }

    @Override
    public List<String> about(Path file) {
        return KerasTranslation.about(file);
    }

    @Override
    public String target() {
        return "onnx";
    }

    @Override
    public byte[] translate(Path file) {
        return KerasTranslation.translate(file);
    }
}
