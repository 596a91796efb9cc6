package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @Test
    void readsWhatItWrites() {
        assertThat(Platform.parse("linux/arm64")).hasToString("linux/arm64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "linux/", "linux/s390x", "windows/amd64", "linux/arm64/v8", "LINUX/AMD64"})
    void namesWhereFunctionsRun(String text) {
        assertThatThrownBy(() -> Platform.parse(text)).hasMessageContaining("linux/amd64 and linux/arm64");
    }
}
