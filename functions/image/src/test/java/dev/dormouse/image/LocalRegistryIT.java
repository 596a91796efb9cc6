package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small images in a real docker-registry. */
@Tag("it")
class LocalRegistryIT {
    private static final String BILL = "{\"bomFormat\": \"CycloneDX\"}";

    @TempDir
    private Path folder;

    private LocalRegistry registry = null;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(LocalRegistry.isInstalled(), "docker-registry is not installed");
        registry = new LocalRegistry(folder);
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void anotherRepositoryTakesLayersOver() throws Exception {
        push("team/one:1", "shared", "also shared");
        List<ImageReport.Layer> second = push("team/two:1", "shared", "also shared", "own");
        assertThat(uploaded(second)).containsExactly("layer 2", "configuration", "manifest", ImageReport.ATTACHED);
        assertThat(manifest("team/two", "1").path("layers")).hasSize(3);
    }

    /** What is known of a registry may be wrong by now: it was set up anew. */
    @Test
    void whatTheOtherRepositoryHasNoLongerIsSent() throws Exception {
        push("team/one:1", "shared");
        registry.close();
        folder = java.nio.file.Files.createDirectory(folder.resolve("anew"));
        LocalRegistry anew = new LocalRegistry(folder);
        PushedBlobs wrong = pushed();
        wrong.add(ImageTar.name(anew.address() + "/team/one"), image("shared").layers());
        registry = anew;
        assertThat(uploaded(push("team/two:1", "shared"))).contains("layer 0");
    }

    @Test
    void withoutATagTheDigestGivesOneThatNeverMoves() throws Exception {
        push("team/one", "first");
        push("team/one", "second");
        for (String content : List.of("first", "second")) {
            String digest = image(content).digest();
            HttpResponse<String> answer = get("team/one/manifests/" + digest.substring(7, 19));
            assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest);
        }
        assertThat(get("team/one/manifests/latest").statusCode()).isEqualTo(404);
    }

    @Test
    void theBillOfMaterialsIsAttached() throws Exception {
        push("team/one:1", "content");
        String image = image("content").digest();
        JsonNode listed = manifest("team/one", image.replace(':', '-')).path("manifests");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("artifactType").asText()).isEqualTo(AttachedBill.TYPE);
        JsonNode artifact = manifest("team/one", listed.path(0).path("digest").asText());
        assertThat(artifact.path("subject").path("digest").asText()).isEqualTo(image);
        assertThat(artifact.path("artifactType").asText()).isEqualTo(AttachedBill.TYPE);
        String document = artifact.path("layers").path(0).path("digest").asText();
        assertThat(get("team/one/blobs/" + document).body()).isEqualTo(BILL);
        assertThat(uploaded(push("team/one:1", "content")))
                .as("attached already")
                .containsExactly("manifest");
        assertThat(uploaded(push("team/one:2", "other content")))
                .as("another image of the same parts list")
                .containsExactly("layer 0", "configuration", "manifest");
        assertThat(get("team/one/manifests/" + image("other content").digest().replace(':', '-'))
                        .statusCode())
                .isEqualTo(200);
    }

    private static List<String> uploaded(List<ImageReport.Layer> report) {
        return report.stream()
                .filter(layer -> layer.uploaded().orElseThrow())
                .map(ImageReport.Layer::name)
                .toList();
    }

    private List<ImageReport.Layer> push(String name, String... contents) throws Exception {
        Destination.Registry target = new Destination.Registry(registry.address() + "/" + name, false);
        AttachedBill bill = new AttachedBill(BILL.getBytes(StandardCharsets.UTF_8));
        return new RegistryPush(target, pushed(), line -> {}).push(image(contents), Optional.of(bill));
    }

    private PushedBlobs pushed() {
        return new PushedBlobs(folder.resolve("pushed"));
    }

    private Shipment image(String... contents) throws Exception {
        return SmallImages.of(folder.resolve("image"), contents).shipment();
    }

    private JsonNode manifest(String repository, String reference) throws Exception {
        HttpResponse<String> answer = get(repository + "/manifests/" + reference);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonText.read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + registry.address() + "/v2/" + path))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
