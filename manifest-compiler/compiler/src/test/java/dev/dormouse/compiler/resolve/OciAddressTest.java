package dev.dormouse.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciAddressTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oci://r.example/team/model:1.0/model.onnx     | r.example      | team/model        | 1.0    | model.onnx",
                "oci://r.example/team/model:1.0                | r.example      | team/model        | 1.0    |",
                "oci://r.example/team/model                    | r.example      | team/model        | latest |",
                "oci://r.example/team/model/model.onnx         | r.example      | team/model/model.onnx | latest |",
                "oci://localhost:5000/m:V_2.0-rc/onnx/m.onnx   | localhost:5000 | m                 | V_2.0-rc | onnx/m.onnx",
                "oci://registry/m:1/a file: with @signs        | registry       | m                 | 1      | a file: with @signs",
            })
    void parts(String source, String registry, String repository, String qualifier, String file) {
        assertThat(OciAddress.parse(source))
                .isEqualTo(new OciAddress(registry, repository, qualifier, Optional.ofNullable(file)));
    }

    @Test
    void aDigestNamesOneManifest() {
        OciAddress address = OciAddress.parse("oci://r.example/m@sha256:" + HEX + "/model.onnx");
        assertThat(address.qualifier()).isEqualTo("sha256:" + HEX);
        assertThat(address.file()).contains("model.onnx");
        assertThat(address.admits("sha256:" + HEX)).isTrue();
        assertThat(address.admits("sha256:" + "0".repeat(64))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oci://",
                "oci://r.example",
                "oci://r.example/",
                "oci://r.example/Team/model:1.0",
                "oci://r.example/m:1.0/",
                "oci://r.example/m:",
                "oci://r.example/m@sha256:12",
                "oci://me:pw@r.example/m:1.0",
                "oci://r.example:port/m:1.0",
                "oci://r.example/../m:1.0",
            })
    void malformed(String source) {
        assertThatThrownBy(() -> OciAddress.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write oci://REGISTRY/REPO:TAG/FILE or oci://REGISTRY/REPO@sha256:…/FILE");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true",
        "localhost:5000,true",
        "127.0.0.1:5000,true",
        "r.example,false",
        "127.0.0.1.r.example,false",
        "localhost.r.example,false"
    })
    void onlyThisMachineByItsVeryNameIsLoopback(String host, boolean loopback) {
        assertThat(OciAddress.isLoopback(host)).isEqualTo(loopback);
    }

    @Test
    void dockerHubAnswersUnderAnotherName() {
        assertThat(OciAddress.parse("oci://docker.io/team/m:1").server()).isEqualTo("registry-1.docker.io");
    }
}
