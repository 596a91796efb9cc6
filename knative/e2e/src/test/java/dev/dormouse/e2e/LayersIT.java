package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a second function of the same engines costs a registry and, looked up in its own store, a node. */
@Tag("e2e")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LayersIT {
    private static final long OWN_AT_MOST = 200_000;
    private static final long WHOLE_AT_LEAST = 20_000_000;

    @Test
    void twoFunctionsOfTheSameEnginesShareAllButTheirOwnFiles(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(LayersIT.class)) {
            Map<String, Long> wine = Registry.layers(Pipelines.push(cluster, Pipelines.copy("wine", folder, "wine"))
                    .image());
            Map<String, Long> irises =
                    Registry.layers(Pipelines.push(cluster, Pipelines.copy("ensemble", folder, "irises"))
                            .image());
            Map<String, Long> own = without(irises, wine);
            System.out.printf(
                    "in the registry: first function %,d bytes in %d layers; second %,d, of which %,d in %d are its own%n",
                    sum(wine), wine.size(), sum(irises), sum(own), own.size());
            assertThat(own).isNotEmpty();
            assertThat(sum(own)).isLessThan(OWN_AT_MOST);
            assertThat(sum(irises)).isGreaterThan(WHOLE_AT_LEAST);
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = Node.SOCKET, matches = ".+", disabledReason = Node.WHY_NOT)
    void aNodePullsOnlyWhatIsTheSecondOnesOwn(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(LayersIT.class)) {
            Pipelines.push(cluster, Pipelines.copy("wine", folder, "wine"));
            Map<String, Long> before = Node.content();
            Path irises = Pipelines.copy("ensemble", folder, "irises");
            Pipelines.edit(irises, "  name: irises", "  name: irises\n  labels: {made: \"" + System.nanoTime() + "\"}");
            Map<String, Long> image =
                    Registry.layers(Pipelines.push(cluster, irises).image());
            Map<String, Long> after = Node.content();
            Map<String, Long> pulled = without(after, before);
            System.out.printf(
                    "on the node: %,d of the image's %,d bytes were pulled, in %d blobs%n",
                    sum(pulled), sum(image), pulled.size());
            assertThat(after).containsKeys(image.keySet().toArray(String[]::new));
            assertThat(pulled.keySet()).as("a layer of its own").containsAnyElementsOf(image.keySet());
            assertThat(sum(pulled)).isLessThan(OWN_AT_MOST);
            assertThat(sum(image)).isGreaterThan(WHOLE_AT_LEAST);
        }
    }

    private static Map<String, Long> without(Map<String, Long> layers, Map<String, Long> others) {
        Map<String, Long> own = new LinkedHashMap<>(layers);
        own.keySet().removeAll(others.keySet());
        return own;
    }

    private static long sum(Map<String, Long> layers) {
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }
}
