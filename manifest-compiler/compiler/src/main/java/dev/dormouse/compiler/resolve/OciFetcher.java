package dev.dormouse.compiler.resolve;

import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code oci://REGISTRY/REPO:TAG/FILE}, see {@link OciAddress}: one layer of an OCI artifact, by the pull calls of the
 * OCI distribution specification. https, except for a registry on this machine, which is asked by plain http.
 */
final class OciFetcher implements Fetcher {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    /** What the specification asks registries to allow at least. */
    private static final int MAX_MANIFEST_BYTES = 4 << 20;

    private final Path dockerConfig;

    /** Signs in, where a registry asks for it, with what {@code dockerConfig} says. */
    OciFetcher(Path dockerConfig) {
        this.dockerConfig = dockerConfig;
    }

    /** Signs in with what {@code docker login} keeps: in {@code DOCKER_CONFIG}, or in the home folder. */
    static OciFetcher fromEnvironment() {
        String folder = System.getenv("DOCKER_CONFIG");
        Path config = folder == null || folder.isBlank()
                ? Path.of(System.getProperty("user.home"), ".docker")
                : Path.of(folder);
        return new OciFetcher(config.resolve("config.json"));
    }

    @Override
    public Fetch prepare(String source) {
        OciAddress address = OciAddress.parse(source);
        return download -> new Pull(address, HttpGet.usual(address.loopback()), dockerConfig).into(download);
    }

    /** One pull; what the registry was told about who asks is kept for its second call. */
    private static final class Pull {
        private final OciAddress address;
        private final HttpGet http;
        private final Path dockerConfig;
        private Optional<String> authorization = Optional.empty();

        Pull(OciAddress address, HttpGet http, Path dockerConfig) {
            this.address = address;
            this.http = http;
            this.dockerConfig = dockerConfig;
        }

        void into(Download download) throws IOException {
            OciArtifact.Layer layer = OciArtifact.read(manifest()).layer(address.file());
            download.expect(layer.size());
            try (HttpGet.Answer answer = call("blobs", layer.digest());
                    InputStream body = answer.body()) {
                body.transferTo(download);
            }
        }

        private byte[] manifest() throws IOException {
            byte[] bytes;
            try (HttpGet.Answer answer = call("manifests", address.qualifier());
                    InputStream body = answer.body()) {
                bytes = body.readNBytes(MAX_MANIFEST_BYTES);
            }
            String digest = "sha256:" + Digests.sha256(bytes);
            if (!address.admits(digest)) {
                throw new IOException("the registry gave another manifest, " + digest);
            }
            return bytes;
        }

        private HttpGet.Answer call(String what, String reference) throws IOException {
            String scheme = address.loopback() ? "http" : "https";
            URI uri = URI.create(
                    scheme + "://" + address.server() + "/v2/" + address.repository() + "/" + what + "/" + reference);
            HttpGet.Answer answer = http.get(uri, headers());
            if (answer.status() == UNAUTHORIZED && authorization.isEmpty()) {
                String challenge = answer.header("WWW-Authenticate").orElse("");
                answer.close();
                authorization = Optional.of(new OciSignIn(http, dockerConfig).authorization(address, challenge));
                answer = http.get(uri, headers());
            }
            if (answer.status() != OK) {
                answer.close();
                throw new IOException("the registry answered " + answer.status());
            }
            return answer;
        }

        private Map<String, String> headers() {
            return authorization
                    .map(value -> Map.of("Accept", OciArtifact.ACCEPT, "Authorization", value))
                    .orElse(Map.of("Accept", OciArtifact.ACCEPT));
        }
    }
}
