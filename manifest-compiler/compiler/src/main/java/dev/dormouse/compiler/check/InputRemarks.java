package dev.dormouse.compiler.check;

import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What models say about the pipeline's inputs beyond their types; a function tells it to who asks for a description. */
final class InputRemarks {
    private InputRemarks() {}

    /** JSON of texts by input, if any model that is wired to an input itself has one. */
    static Optional<String> annotation(Manifest manifest, List<Integer> running, List<Optional<WiredStep>> wired) {
        Map<String, Object> remarks = new LinkedHashMap<>();
        for (int position : running) {
            WiredStep step = wired.get(position).orElseThrow();
            Map<String, String> said =
                    step.resolved().kind().remarks(step.resolved().declaration());
            step.inputs().forEach((port, source) -> {
                if (said.containsKey(port) && source instanceof Source.FromInput input) {
                    String name = manifest.inputs().get(input.input()).name().value();
                    remarks.merge(name, said.get(port), (one, other) -> one.equals(other) ? one : one + " / " + other);
                }
            });
        }
        return remarks.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(PlanJson.encode(remarks), StandardCharsets.UTF_8));
    }
}
