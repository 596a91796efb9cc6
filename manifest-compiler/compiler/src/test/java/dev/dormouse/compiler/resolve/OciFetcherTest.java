package dev.dormouse.compiler.resolve;

import static dev.dormouse.compiler.resolve.Resolution.AT_SOURCE;
import static dev.dormouse.compiler.resolve.Resolution.DIGEST;
import static dev.dormouse.compiler.resolve.Resolution.MODEL;
import static dev.dormouse.compiler.resolve.Resolution.OTHER_DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a registry that answers for manifests and blobs, and asks for a token for one repository. */
class OciFetcherTest {
    /** {@code me:secret}, as RFC 7617 has it. */
    private static final String SIGNED_IN = "Basic bWU6c2VjcmV0";

    private static final String EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    private static final String ONE = manifest(layer(DIGEST, MODEL.length, "model.onnx"));

    /** Manifests by repository and reference. */
    private static final Map<String, String> MANIFESTS = Map.ofEntries(
            Map.entry("team/model/1.0", ONE),
            Map.entry("team/model/latest", ONE),
            Map.entry("team/model/sha256:" + digest(ONE), ONE),
            Map.entry("team/model/sha256:" + OTHER_DIGEST, ONE),
            Map.entry("private/model/1.0", ONE),
            Map.entry("basic/model/1.0", ONE),
            Map.entry("team/model/untitled", manifest(layer(DIGEST, MODEL.length, null))),
            Map.entry(
                    "team/model/no-media-type",
                    ONE.replace("\"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", ", "")),
            Map.entry(
                    "team/model/two",
                    manifest(layer(EMPTY, 2, "config.json"), layer(DIGEST, MODEL.length, "onnx/model.onnx"))),
            Map.entry("team/model/none", manifest()),
            Map.entry("team/model/huge", manifest(layer(DIGEST, 5L << 30, "model.onnx"))),
            Map.entry("team/model/cut", manifest(layer("c".repeat(64), MODEL.length, "model.onnx"))),
            Map.entry("team/model/gone", manifest(layer("9".repeat(64), MODEL.length, "model.onnx"))),
            Map.entry("team/model/md5", ONE.replace("sha256:" + DIGEST, "md5:00")),
            Map.entry("team/model/text", "hello"),
            Map.entry("team/model/list", "[1, 2]"),
            Map.entry("team/model/bare", "{\"schemaVersion\": 2}"),
            Map.entry(
                    "team/model/index",
                    "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.index.v1+json\", \"manifests\": []}"));

    private static final List<String> requests = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static String registry;

    @TempDir
    Path cache;

    @TempDir
    Path docker;

    @BeforeAll
    static void start() throws IOException {
        server = Answers.serve(OciFetcherTest::answer);
        registry = "localhost:" + server.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String digest(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String layer(String digest, long size, String title) {
        String annotations =
                title == null ? "" : ", \"annotations\": {\"org.opencontainers.image.title\": \"" + title + "\"}";
        return "{\"mediaType\": \"application/octet-stream\", \"digest\": \"sha256:" + digest + "\", \"size\": " + size
                + annotations + "}";
    }

    private static String manifest(String... layers) {
        return "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", "
                + "\"artifactType\": \"application/vnd.example.model\", \"config\": {\"mediaType\": "
                + "\"application/vnd.oci.empty.v1+json\", \"digest\": \"sha256:" + EMPTY
                + "\", \"size\": 2, \"data\": \"e30=\"}, "
                + "\"layers\": [" + Stream.of(layers).collect(Collectors.joining(", ")) + "]}";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        if (path.equals("/token")) {
            Answers.send(exchange, 200, "{\"token\": \"good\"}", Map.of());
        } else if (path.startsWith("/v2/private/")
                && !"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            String challenge = "Bearer realm=\"http://" + registry + "/token\",service=\"tests\"";
            Answers.send(exchange, 401, "{\"errors\": []}", Map.of("WWW-Authenticate", challenge));
        } else if (path.startsWith("/v2/basic/")
                && !SIGNED_IN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            Answers.send(exchange, 401, "", Map.of("WWW-Authenticate", "Basic realm=\"tests\""));
        } else if (path.startsWith("/v2/nowhere/")) {
            Answers.send(exchange, 401, "", Map.of("WWW-Authenticate", "Bearer"));
        } else if (path.startsWith("/v2/elsewhere/")) {
            String challenge = "Bearer realm=\"http://sign-in.example/token\",service=\"tests\"";
            Answers.send(exchange, 401, "", Map.of("WWW-Authenticate", challenge));
        } else if (path.contains("/manifests/")) {
            String body = MANIFESTS.get(path.substring("/v2/".length()).replace("/manifests/", "/"));
            Map<String, String> type = Map.of("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            if (body == null) {
                Answers.send(exchange, 404, "{\"errors\": [{\"code\": \"MANIFEST_UNKNOWN\"}]}", Map.of());
            } else {
                Answers.send(exchange, 200, body, type);
            }
        } else if (path.endsWith("/blobs/sha256:" + DIGEST)) {
            Answers.send(exchange, 200, MODEL);
        } else if (path.contains("/blobs/sha256:cc")) {
            Answers.cutShort(exchange, MODEL);
        } else {
            Answers.send(exchange, 404, "{\"errors\": [{\"code\": \"BLOB_UNKNOWN\"}]}", Map.of());
        }
    }

    private RemoteSources remote() {
        return new RemoteSources(
                cache, Map.of("oci", () -> new OciFetcher(docker.resolve("config.json"))), Download.Limits.USUAL);
    }

    private Resolution resolve(String source, String digest) {
        return Resolution.of(remote(), source, digest);
    }

    @ParameterizedTest
    @CsvSource({
        "team/model:1.0/model.onnx",
        "team/model:1.0",
        "team/model",
        "team/model:untitled",
        "team/model:no-media-type",
        "team/model:two/onnx/model.onnx",
        "private/model:1.0/model.onnx",
    })
    void good(String path) {
        Resolution resolution = resolve("oci://" + registry + "/" + path, DIGEST);
        assertThat(resolution.headline()).isEmpty();
        assertThat(resolution.file().orElseThrow()).hasBinaryContent(MODEL);
    }

    @Test
    void goodByTheDigestOfTheManifest() {
        String source = "oci://" + registry + "/team/model@sha256:" + digest(ONE) + "/model.onnx";
        assertThat(resolve(source, DIGEST).file().orElseThrow()).hasBinaryContent(MODEL);
    }

    @Test
    void goodWithWhatDockerLoginKept() throws IOException {
        Files.writeString(
                docker.resolve("config.json"), "{\"auths\": {\"" + registry + "\": {\"auth\": \"bWU6c2VjcmV0\"}}}");
        Resolution resolution = resolve("oci://" + registry + "/basic/model:1.0", DIGEST);
        assertThat(resolution.headline()).isEmpty();
        assertThat(resolution.file().orElseThrow()).hasBinaryContent(MODEL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "team/model:missing          | the registry answered 404",
                "team/model:gone             | the registry answered 404",
                "team/model:1.0/other.onnx   | no layer has the title 'other.onnx'; the artifact has 1 layer: model.onnx",
                "team/model:two              | the artifact has 2 layers: config.json, onnx/model.onnx; name one of them by :TAG/FILE",
                "team/model:none             | the artifact has 0 layers and none has a title; name one of them by :TAG/FILE",
                "team/model:huge             | it has more than 4294967296 bytes, the most that is fetched",
                "team/model:cut              | the answer ended after 22 of 44 bytes",
                "team/model:text             | the registry's manifest is not JSON",
                "team/model:list             | the registry's manifest is not a JSON object",
                "team/model:bare             | the registry's manifest has no layers",
                "team/model:md5              | the registry's manifest has a layer without digest and size",
                "basic/model:1.0             | the registry asks for credentials; 'docker login REGISTRY' keeps some",
                "elsewhere/model:1.0         | 'http://sign-in.example/token?service=tests&scope=repository%3Aelsewhere%2Fmodel%3Apull' is not https",
                "nowhere/model:1.0           | '?service=&scope=repository%3Anowhere%2Fmodel%3Apull' is not https",
                "team/model:index            | it is an index of several artifacts; name one of them by @sha256:…",
            })
    void notToBeHad(String path, String why) {
        String source = "oci://" + registry + "/" + path;
        assertThat(resolve(source, DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + source + "' could not be fetched: "
                        + why.replace("REGISTRY", registry));
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aRegistryThatGivesAnotherManifestThanTheDigestNames() {
        String source = "oci://" + registry + "/team/model@sha256:" + OTHER_DIGEST;
        assertThat(resolve(source, DIGEST).headline())
                .endsWith("could not be fetched: the registry gave another manifest, sha256:" + digest(ONE));
    }

    @Test
    void wrongDigest() {
        String source = "oci://" + registry + "/team/model:1.0/model.onnx";
        assertThat(resolve(source, OTHER_DIGEST).headline())
                .contains("error DM402: '" + source + "' has another digest than 'sha256' says");
    }

    @Test
    void noDigest() {
        requests.clear();
        String source = "oci://" + registry + "/team/model:1.0/model.onnx";
        assertThat(Resolution.withoutDigest(remote(), source, Lock.EMPTY).headline())
                .isEqualTo(AT_SOURCE + "DM406: '" + source + "' is remote and has no digest");
        assertThat(requests).isEmpty();
    }

    @Test
    void unreachable() throws IOException {
        String source = "oci://localhost:" + Answers.closedPort() + "/team/model:1.0";
        assertThat(resolve(source, DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + source + "' could not be fetched: Connection refused");
    }

    @Test
    void malformed() {
        Resolution resolution = resolve("oci://" + registry + "/Team/model:1.0", DIGEST);
        assertThat(resolution.headline()).startsWith(AT_SOURCE + "DM106: ");
        assertThat(resolution.help())
                .isEqualTo("write oci://REGISTRY/REPO:TAG/FILE or oci://REGISTRY/REPO@sha256:…/FILE");
    }
}
