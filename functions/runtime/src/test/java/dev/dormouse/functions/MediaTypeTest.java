package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypeTest {
    @Test
    void parametersAndCaseDoNotMatter() {
        assertThat(MediaType.of("Application/JSON; charset=utf-8")).isEqualTo("application/json");
        assertThat(MediaType.of(null)).isEqualTo("application/json");
        assertThat(MediaType.of(" ")).isEqualTo("application/json");
        assertThat(MediaType.of("image/png")).isEqualTo("image/png");
    }

    @Test
    void jsonIsGivenToWhoeverLetsItThrough() {
        assertThat(MediaType.accepts(null, MediaType.JSON)).isTrue();
        assertThat(MediaType.accepts("text/html, application/json;q=0.9", MediaType.JSON))
                .isTrue();
        assertThat(MediaType.accepts("text/html, */*", MediaType.JSON)).isTrue();
        assertThat(MediaType.accepts("text/html", MediaType.JSON)).isFalse();
    }
}
