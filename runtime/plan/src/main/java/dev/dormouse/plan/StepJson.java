package dev.dormouse.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A step of a plan to JSON and back. */
final class StepJson {
    private StepJson() {}

    static Map<String, Object> of(Plan.PlanStep step) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", step.name());
        map.put("kind", step.kind());
        map.put("options", step.options().values());
        Map<String, Object> artifacts = new LinkedHashMap<>();
        step.artifacts().forEach((option, artifact) -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("name", artifact.name());
            file.put("sha256", artifact.sha256());
            artifact.crc32c().ifPresent(checksum -> file.put("crc32c", checksum));
            file.put("size", artifact.size());
            artifacts.put(option, file);
        });
        map.put("artifacts", artifacts);
        map.put("inputs", step.inputs());
        map.put("outputs", step.outputs());
        step.when().ifPresent(when -> {
            Map<String, Object> condition = new LinkedHashMap<>();
            condition.put("formula", when.formula());
            condition.put("reads", when.reads());
            map.put("when", condition);
        });
        return map;
    }

    static Plan.PlanStep read(JsonObject json) {
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        for (String option : json.map("artifacts").keySet()) {
            JsonObject file = json.object("artifacts").object(option);
            artifacts.put(
                    option,
                    new Artifact(
                            file.string("name"),
                            file.string("sha256"),
                            file.optionalString("crc32c"),
                            file.integer("size")));
        }
        return new Plan.PlanStep(
                json.string("name"),
                json.string("kind"),
                new Options(json.map("options")),
                artifacts,
                json.slots("inputs"),
                json.slots("outputs"),
                json.has("when")
                        ? Optional.of(new Plan.When(
                                json.object("when").string("formula"),
                                json.object("when").slots("reads")))
                        : Optional.empty());
    }
}
