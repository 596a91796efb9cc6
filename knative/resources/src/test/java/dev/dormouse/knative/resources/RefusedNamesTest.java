package dev.dormouse.knative.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster would refuse is refused here, with the rule. */
class RefusedNamesTest {
    private static final String IMAGE = "registry.example/f:1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9lives|begins with a letter",
                "Wine|takes a-z, 0-9 and '-'",
                "wine-|ends with a letter or digit",
                "wine_red|takes a-z, 0-9 and '-'",
                "a23456789-123456789-123456789-123456789-123456789-123|has 53 characters; at most 52"
            })
    void aNameThatNoServiceCanHave(String name, String rule) {
        assertThatThrownBy(() -> DeployOptions.of(name, IMAGE))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(rule);
    }

    @Test
    void theLongestNameMakesARevisionOf63() throws IOException {
        String name = "a".repeat(NameRules.LONGEST_NAME);
        assertThat(FunctionService.revision(FunctionService.of(wine(), DeployOptions.of(name, IMAGE))))
                .hasSize(63);
    }

    @ParameterizedTest
    @CsvSource({"Team", "-a", "a_b", "a."})
    void aNamespaceThatIsNone(String namespace) {
        assertThatThrownBy(() -> DeployOptions.of("wine", IMAGE).withNamespace(namespace))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("'" + namespace + "' cannot name a namespace");
    }

    @ParameterizedTest
    @CsvSource({"registry.example/Wine", "''", "a b", "registry.example/wine@sha256:12"})
    void anImageThatIsNone(String image) {
        assertThatThrownBy(() -> DeployOptions.of("wine", image))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("is not an image reference");
    }

    @ParameterizedTest
    @CsvSource({"10.99.0.1:5000/a/b@sha256:", "registry.example/a__b/c-d@sha256:", "registry.example/a:1.0@sha256:"})
    void anImageThatIsOne(String image) {
        assertThat(DeployOptions.of("wine", image + "0".repeat(64)).isPinned()).isTrue();
    }

    @Test
    void labelsAndAnnotationsOfABundleThatNoCompilerHasSeen() throws IOException {
        assertThatThrownBy(() -> service(Map.of("team", "red wine"), Map.of()))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("the label team cannot be 'red wine'");
        assertThatThrownBy(() -> service(Map.of(), Map.of("a b", "x")))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("'a b' cannot be the key of an annotation");
    }

    private static KubeObject service(Map<String, String> labels, Map<String, String> annotations) throws IOException {
        Plan wine = wine();
        Plan.Metadata metadata = new Plan.Metadata("wine", "1.0.0", "", labels, annotations);
        Plan marked = new Plan(
                metadata, wine.inputs(), wine.slots(), wine.steps(), wine.outputs(), wine.examples(), wine.execution());
        return FunctionService.of(marked, DeployOptions.of("wine", IMAGE));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -", "-, /wine", "dev.dormouse.wine.prediction, -"})
    void aTriggerThatWouldAnswerItself(String type, String source) throws IOException {
        TriggerOptions trigger =
                new TriggerOptions("default", Optional.ofNullable(type), Optional.ofNullable(source), Optional.empty());
        Plan wine = wine();
        assertThatThrownBy(() -> EventTrigger.of(wine, DeployOptions.of("wine", IMAGE), trigger))
                .isInstanceOf(RefusedName.class)
                .hasMessageContaining("answer itself for ever");
    }

    private static Plan wine() throws IOException {
        return PlanJson.read(Files.readAllBytes(Path.of("src/test/resources/plans/wine.json")));
    }
}
