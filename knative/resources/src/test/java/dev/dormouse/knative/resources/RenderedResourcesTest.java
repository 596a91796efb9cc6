package dev.dormouse.knative.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.knative.resources.DeployOptions.Door;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every resource as the YAML that a cluster gets; the plans are those of the samples. */
class RenderedResourcesTest {
    private static final Path FOLDER = Path.of("src/test/resources");
    private static final String IMAGE = "registry.example/functions/pipeline@sha256:"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"wine", "sentiment-en", "digits", "ensemble", "everything"})
    void aKnativeService(String name) throws IOException {
        check(name + ".service", List.of(FunctionService.of(plan(name), options(plan(name)))));
    }

    @Test
    void aServiceForGrpc() throws IOException {
        Plan plan = plan("sentiment-en");
        check("sentiment-en.h2c", List.of(FunctionService.of(plan, options(plan).withDoor(Door.H2C))));
    }

    @Test
    void aTriggerWithFilterAndDeadLetters() throws IOException {
        Plan plan = plan("sentiment-en");
        TriggerOptions trigger = new TriggerOptions(
                "default", Optional.of("com.example.review"), Optional.of("/shop"), Optional.of("lost-events"));
        check(
                "sentiment-en.trigger",
                List.of(EventTrigger.of(plan, options(plan).withNamespace("shop"), trigger)));
    }

    @Test
    void aRuntimeAndServiceForKserve() throws IOException {
        Plan plan = plan("sentiment-en");
        check("sentiment-en.kserve", KserveRuntime.of(plan, options(plan)));
        check("sentiment-en.kserve-h2c", KserveRuntime.of(plan, options(plan).withDoor(Door.H2C)));
    }

    @Test
    void aMonitor() throws IOException {
        Plan plan = plan("wine");
        check("wine.monitor", List.of(MetricsMonitor.of(plan, options(plan).withNamespace("demo"))));
    }

    /** The revision's name stands for all that its template says. */
    @Test
    void whatChangesTheTemplateChangesTheRevision() throws IOException {
        Plan plan = plan("wine");
        DeployOptions options = options(plan);
        String revision = FunctionService.revision(FunctionService.of(plan, options));
        assertThat(revision).startsWith("wine-").hasSize("wine-".length() + FunctionService.DIGEST_DIGITS);
        assertThat(revisionOf(plan, options)).isEqualTo(revision);
        assertThat(revisionOf(plan, options.withNamespace("elsewhere"))).isEqualTo(revision);
        assertThat(revisionOf(plan, options.withDoor(Door.H2C))).isNotEqualTo(revision);
        assertThat(revisionOf(plan, DeployOptions.of("wine", IMAGE.replace("0123", "0124"))))
                .isNotEqualTo(revision);
    }

    private static String revisionOf(Plan plan, DeployOptions options) {
        return FunctionService.revision(FunctionService.of(plan, options));
    }

    private static DeployOptions options(Plan plan) {
        return DeployOptions.of(plan.metadata().name(), IMAGE);
    }

    private static Plan plan(String name) throws IOException {
        return PlanJson.read(Files.readAllBytes(FOLDER.resolve("plans").resolve(name + ".json")));
    }

    private static void check(String golden, List<KubeObject> objects) {
        Goldens.check(FOLDER.resolve("rendered").resolve(golden + ".yaml"), KubeObject.yaml(objects));
    }
}
