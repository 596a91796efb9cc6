package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a second function of the same engines costs a registry and a node. */
@Tag("e2e")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LayersIT {
    private static final String KINDS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";

    @Test
    void twoFunctionsOfTheSameEnginesShareAllButTheirOwnFiles(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(LayersIT.class)) {
            Map<String, Long> wine = layers(Pipelines.push(cluster, Pipelines.copy("wine", folder, "wine")));
            Map<String, Long> irises = layers(Pipelines.push(cluster, Pipelines.copy("ensemble", folder, "irises")));
            Map<String, Long> own = new LinkedHashMap<>(irises);
            own.keySet().removeAll(wine.keySet());
            System.out.printf(
                    "first function: %,d bytes in %d layers; second: %,d bytes, of which %,d in %d layers are its own%n",
                    sum(wine), wine.size(), sum(irises), sum(own), own.size());
            assertThat(own).isNotEmpty();
            assertThat(sum(own)).isLessThan(200_000);
            assertThat(sum(irises)).isGreaterThan(20_000_000);
        }
    }

    private static long sum(Map<String, Long> layers) {
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The compressed size of each layer by its digest, as the registry tells of the image that the function runs. */
    private static Map<String, Long> layers(Function function) throws Exception {
        String image = function.image();
        String host = image.substring(0, image.indexOf('/'));
        String[] nameAndDigest = image.substring(host.length() + 1).split("@", 2);
        JsonNode manifest = get(host, nameAndDigest[0].replaceFirst(":[^/]*$", ""), nameAndDigest[1]);
        if (manifest.has("manifests")) {
            manifest = get(
                    host, nameAndDigest[0], manifest.at("/manifests/0/digest").asText());
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        manifest.get("layers")
                .forEach(layer -> sizes.put(
                        layer.get("digest").asText(), layer.get("size").asLong()));
        return sizes;
    }

    private static JsonNode get(String host, String name, String digest) throws Exception {
        URI address = URI.create("http://" + host + "/v2/" + name + "/manifests/" + digest);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).header("Accept", KINDS).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
