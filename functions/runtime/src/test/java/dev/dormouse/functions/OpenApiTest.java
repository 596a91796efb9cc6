package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final String NAMES = "ovh/names";
    private static final String OPTIONAL = "ovh/optional-inputs";

    private static Plan plan(Map<String, String> annotations) {
        Plan plain = FuzzPlan.of("x: FP32[n, 4]", "second: STRING[n]");
        Plan.Metadata metadata = new Plan.Metadata("test", "", "", Map.of(), annotations);
        return new Plan(
                metadata,
                plain.inputs(),
                plain.slots(),
                plain.steps(),
                plain.outputs(),
                List.of(new Plan.Example(
                        Map.of("x", List.of(List.of(1L, 2L, 3L, 4L)), "second", List.of("a")), Map.of(), 0)),
                plain.execution());
    }

    /** What stands at a way of keys. */
    private static Object at(Object document, String... way) {
        Object found = document;
        for (String key : way) {
            found = ((Map<?, ?>) found).get(key);
        }
        return found;
    }

    private static Set<?> statuses(Map<String, Object> document, String path) {
        return ((Map<?, ?>) at(document, "paths", path, "post", "responses")).keySet();
    }

    @Test
    void aServerThatFailsIsToldOfPlansThatCallOneOnly() {
        Map<String, Object> alone = OpenApi.of(List.of(new ServedPlan(plan(Map.of()), false)));
        Map<String, Object> calling = OpenApi.of(List.of(new ServedPlan(plan(Map.of()), true)));
        for (String path : List.of("/test", "/eval", "/v2/models/test/infer")) {
            assertThat(statuses(alone, path).stream().map(String::valueOf)).doesNotContain("502", "504");
            assertThat(statuses(calling, path).stream().map(String::valueOf)).contains("502", "504");
        }
        assertThat(statuses(alone, "/").stream().map(String::valueOf)).doesNotContain("504");
        assertThat(statuses(calling, "/").stream().map(String::valueOf))
                .contains("504")
                .doesNotContain("502");
    }

    @Test
    void ovhsDoorIsToldWithItsNamesAndWithWhatMayBeLeftOut() {
        Plan plan = plan(Map.of(NAMES, "{\"x\": \"input\", \"y\": \"output\"}", OPTIONAL, "[\"second\"]"));
        Map<String, Object> document = OpenApi.of(List.of(new ServedPlan(plan, false)));
        Object body = at(document, "paths", "/eval", "post", "requestBody", "content");
        assertThat(at(body, "application/json", "schema"))
                .isEqualTo(Map.of("$ref", "#/components/schemas/test-eval-inputs"));
        assertThat(at(body, "application/json", "examples", "example-1", "value"))
                .isEqualTo(Map.of("input", List.of(List.of(1L, 2L, 3L, 4L)), "second", List.of("a")));
        for (String schema : List.of("test-eval-inputs", "test-form")) {
            Object inputs = at(document, "components", "schemas", schema);
            assertThat(at(inputs, "required")).isEqualTo(List.of("input"));
            assertThat(((Map<?, ?>) at(inputs, "properties")).keySet().stream().map(String::valueOf))
                    .containsExactly("input", "second");
        }
        assertThat(at(body, "multipart/form-data", "encoding", "input"))
                .isEqualTo(Map.of("contentType", "application/json"));
        assertThat(at(document, "components", "schemas", "test-inputs", "required"))
                .isEqualTo(List.of("x", "second"));
    }

    @Test
    void theDoorTakesWhatItsDocumentSays() {
        Plan plan = plan(Map.of(NAMES, "{\"x\": \"input\"}", OPTIONAL, "[\"second\"]"));
        Map<String, Object> read = new HashMap<>(EvalBody.decode(
                "application/json", "{\"input\": [1, 2, 3, 4]}".getBytes(StandardCharsets.UTF_8), plan));
        assertThat(read.keySet()).containsExactlyInAnyOrder("x", "second");
    }

    @Test
    void withoutNamesOfItsOwnTheDoorTakesThePipelinesInputs() {
        Map<String, Object> document = OpenApi.of(List.of(new ServedPlan(plan(Map.of()), false)));
        assertThat(at(document, "paths", "/eval", "post", "requestBody", "content", "application/json", "schema"))
                .isEqualTo(Map.of("$ref", "#/components/schemas/test-inputs"));
        assertThat(((Map<?, ?>) at(document, "components", "schemas")).containsKey("test-eval-inputs"))
                .isFalse();
    }
}
