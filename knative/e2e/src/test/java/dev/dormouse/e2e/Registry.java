package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The registry's own account of the images that were pushed, over plain http. */
final class Registry {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Registry() {}

    /** The compressed size of each layer of an image by its digest. */
    static Map<String, Long> layers(String image) throws Exception {
        JsonNode manifest = new ObjectMapper().readTree(get(image).body());
        if (manifest.has("manifests")) {
            String digest = manifest.at("/manifests/0/digest").asText();
            manifest = new ObjectMapper()
                    .readTree(get(image.substring(0, image.indexOf('@') + 1) + digest)
                            .body());
        }
        Map<String, Long> sizes = new LinkedHashMap<>();
        manifest.get("layers")
                .forEach(layer -> sizes.put(
                        layer.get("digest").asText(), layer.get("size").asLong()));
        return sizes;
    }

    /** Puts an index beside an image that says it is for arm64 only; gives its reference. */
    static String forAnotherPlatform(String image) throws Exception {
        HttpResponse<String> manifest = get(image);
        String kind = manifest.headers().firstValue("Content-Type").orElse(MANIFEST);
        String index = """
                {"schemaVersion": 2, "mediaType": "%s", "manifests": [{"mediaType": "%s", "digest": "%s", "size": %d,
                "platform": {"os": "linux", "architecture": "arm64"}}]}""".formatted(
                        INDEX,
                        kind,
                        image.substring(image.indexOf('@') + 1),
                        manifest.body().getBytes(StandardCharsets.UTF_8).length);
        String reference = image.substring(0, image.indexOf('@') + 1) + "sha256:"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(index.getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> taken = HTTP.send(
                HttpRequest.newBuilder(manifest(reference))
                        .header("Content-Type", INDEX)
                        .PUT(BodyPublishers.ofString(index))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        return reference;
    }

    private static HttpResponse<String> get(String image) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(manifest(image))
                        .header("Accept", MANIFEST + ", " + DOCKER + ", " + INDEX)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", image, answer.body()).isEqualTo(200);
        return answer;
    }

    private static URI manifest(String image) {
        String host = image.substring(0, image.indexOf('/'));
        String[] nameAndDigest = image.substring(host.length() + 1).split("@", 2);
        return URI.create("http://" + host + "/v2/" + nameAndDigest[0].replaceFirst(":[^/]*$", "") + "/manifests/"
                + nameAndDigest[1]);
    }
}
