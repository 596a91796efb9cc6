package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code render} prints is taken by the real definitions of Knative, Eventing, KServe and the Prometheus operator. */
@Tag("e2e")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DefinitionsIT {
    private static final String IMAGE = Cluster.registry() + "/sentiment-en@sha256:" + "0".repeat(64);

    static Stream<List<Object>> renderings() {
        return Stream.of(
                List.of(),
                List.of("--h2c"),
                List.of("--kserve", "--monitor"),
                List.of("--trigger", "default", "--event-type", "review", "--dead-letter", "letters", "--monitor"));
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void theApiServerTakesEachResourceStrictly(List<Object> options) throws Exception {
        Object[] words = Stream.concat(
                        Stream.of("render", Dormouse.sample("sentiment-en"), "--image", IMAGE), options.stream())
                .toArray();
        Dormouse call = Dormouse.call(words);
        assertThat(call.status()).as(call.output()).isZero();
        try (Cluster cluster = Cluster.join(DefinitionsIT.class)) {
            List<HasMetadata> resources = cluster.client()
                    .load(new ByteArrayInputStream(call.printed().getBytes(StandardCharsets.UTF_8)))
                    .items();
            assertThat(resources).isNotEmpty();
            for (HasMetadata resource : resources) {
                resource.getMetadata().setNamespace(cluster.namespace());
                HasMetadata taken = cluster.client()
                        .resource(resource)
                        .dryRun()
                        .fieldValidation(FieldValidateable.Validation.STRICT)
                        .create();
                System.out.printf("%s %s is taken%n", taken.getApiVersion(), taken.getKind());
            }
        }
    }
}
