package dev.dormouse.compiler.manifest;

import java.util.stream.Collectors;

/** A manifest's pipeline as text, for goldens. */
public final class ManifestText {
    private ManifestText() {}

    public static String of(Manifest manifest) {
        StringBuilder out = new StringBuilder("name " + manifest.name().value() + "\n");
        manifest.metadata()
                .annotations()
                .forEach((key, value) -> out.append("annotation " + key + " "
                        + value.lines().map(String::strip).collect(Collectors.joining(" ")) + "\n"));
        manifest.inputs()
                .forEach(input -> out.append("input '" + input.name().value() + "' "
                        + input.type().orElseThrow().value() + "\n"));
        manifest.steps().forEach(step -> {
            out.append("step " + step.name().value() + " uses " + step.uses().value());
            step.with()
                    .forEach(option -> out.append(
                            " " + option.key().value() + "=" + option.value().plain()));
            step.inputs()
                    .forEach(wire -> out.append(" '" + wire.port().value() + "'<-"
                            + wire.reference().text()));
            out.append("\n");
        });
        manifest.outputs()
                .forEach(output -> out.append("output '" + output.name().value() + "' <- "
                        + output.reference().text() + "\n"));
        return out.toString();
    }
}
