package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.image.ImageException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        assertThatThrownBy(() -> new RegistryPush(new Destination.Registry(name, false), line -> {})
                        .push(SmallImages.of(folder.resolve("image"), "one").shipment()))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private int answering(int status) throws IOException {
        RefusingRegistry registry = new RefusingRegistry(status);
        registries.add(registry);
        return registry.port();
    }
}
