package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.image.ImageException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push tells of registries that refuse; a real one takes images in {@link FunctionImagesIT}. */
class RegistryPushTest {
    @TempDir
    private Path folder;

    private final List<RefusingRegistry> registries = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RefusingRegistry registry : registries) {
            registry.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED, wants a login",
        "403, UNAUTHORIZED, may not use",
        "500, REFUSED, 500",
        "404, REFUSED, 404"
    })
    void aRefusalIsToldWithItsStatus(int status, Reason reason, String words) throws Exception {
        refused("127.0.0.1:" + answering(status) + "/team/wine:1", reason, words);
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        refused("127.0.0.1:" + port + "/wine:1", Reason.UNREACHABLE, "no registry answers at 127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Registry.example/Wine:1",
                "registry.example/wine:a b",
                "http://registry.example/wine",
                "a//b"
            })
    void aNameThatNoRegistryTakesIsToldFirst(String name) {
        refused(name, Reason.NAME, "is no image name");
    }

    private void refused(String name, Reason reason, String words) {
        assertThatThrownBy(() -> push(name, image()))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private List<ImageReport.Layer> push(String name, AssembledImage image) throws IOException {
        return push(name, image, false);
    }

    private List<ImageReport.Layer> push(String name, AssembledImage image, boolean insecure) throws IOException {
        PushedBlobs pushed = new PushedBlobs(folder.resolve("pushed"));
        AttachedBill bill = new AttachedBill("{\"bomFormat\": \"CycloneDX\"}".getBytes(StandardCharsets.UTF_8));
        return new RegistryPush(new Destination.Registry(name, insecure), pushed, line -> {})
                .push(image.shipment(), Optional.of(bill));
    }

    private int answering(int status) throws IOException {
        return registry(status, "{\"errors\": [{\"code\": \"DENIED\", \"message\": \"not you\"}]}")
                .port();
    }

    private RefusingRegistry registry(int status, String body) throws IOException {
        RefusingRegistry registry = new RefusingRegistry(status, body);
        registries.add(registry);
        return registry;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>\n<body>\r\n<h1>Bad\tgateway</h1>"})
    void whateverARegistrySaysIsOneLine(String start) throws Exception {
        String body = start.isEmpty() ? "" : start + "<p>word</p>\n".repeat(500);
        int port = registry(502, body).port();
        assertThatThrownBy(() -> push("127.0.0.1:" + port + "/team/wine:1", image()))
                .hasMessageContaining("502")
                .hasMessageNotContainingAny("null", "\n", "\r")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.example/wine@sha256:%s", "registry.example/wine:1@sha256:%s"})
    void aNameWithADigestIsRefused(String name) {
        refused(String.format(name, "a".repeat(64)), Reason.NAME, "names a digest");
    }

    /** 0.0.0.0 leads to this machine, but is no loopback address. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, true, wants a login for", "0.0.0.0, false, which is not sent over plain http"})
    void aLoginGoesOverPlainHttpToThisMachineOnly(String host, boolean sent, String words) throws Exception {
        RefusingRegistry registry = registry(401, "");
        String name = host + ":" + registry.port();
        Path config = Files.createDirectory(folder.resolve(".docker")).resolve("config.json");
        Files.writeString(config, "{\"auths\": {\"" + name + "\": {\"auth\": \"dXNlcjpwYXNzd29yZA==\"}}}");
        String home = System.setProperty("user.home", folder.toString());
        try {
            assertThatThrownBy(() -> push(name + "/wine:1", image(), true)).hasMessageContaining(words);
        } finally {
            System.setProperty("user.home", home);
        }
        assertThat(registry.heads().stream().anyMatch(head -> head.contains("dXNlcjpwYXNzd29yZA==")))
                .isEqualTo(sent);
    }

    @Test
    void aFullDiskIsNoRefusalOfTheRegistry() {
        RegistryAccess access = new RegistryAccess(ImageTar.name("127.0.0.1:1/wine"), false);
        assertThatThrownBy(() -> access.call(() -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(DiskFull.isCauseOf(e)).isTrue());
    }

    private AssembledImage image() throws IOException {
        return SmallImages.of(folder.resolve("image"), "one");
    }

    /** Older registries know few kinds of artifacts. */
    @Test
    void aRegistryThatTakesNoArtifactGetsTheImageAllTheSame() throws Exception {
        RefusingRegistry registry = new RefusingRegistry(
                head -> {
                    boolean manifest = head.contains("/manifests/");
                    boolean artifact = head.contains("/manifests/sha256");
                    return manifest && head.startsWith("HEAD") ? 404 : artifact ? 400 : manifest ? 201 : 200;
                },
                "");
        registries.add(registry);
        List<String> told = new ArrayList<>();
        Destination.Registry target = new Destination.Registry("127.0.0.1:" + registry.port() + "/wine:1", false);
        List<ImageReport.Layer> report = new RegistryPush(target, new PushedBlobs(folder), told::add)
                .push(image().shipment(), Optional.of(new AttachedBill(new byte[] {'{', '}'})));
        assertThat(report).extracting(ImageReport.Layer::name).containsExactly("layer 0", "configuration", "manifest");
        assertThat(told)
                .singleElement()
                .asString()
                .contains("takes no attached bill of materials")
                .hasSizeLessThan(300);
    }
}
