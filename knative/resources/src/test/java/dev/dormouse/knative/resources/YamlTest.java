package dev.dormouse.knative.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain/text-1.2_x|plain/text-1.2_x",
                "http://host:80/x|http://host:80/x",
                "yes|\"yes\"",
                "On|\"On\"",
                "null|\"null\"",
                "12|\"12\"",
                "1.0.0|\"1.0.0\"",
                "012|\"012\"",
                "-x|\"-x\"",
                "a: b|\"a: b\"",
                "a #b|\"a #b\"",
                "say \"hi\" \\o/|\"say \\\"hi\\\" \\\\o/\"",
                "été|\"été\"",
            })
    void textStaysText(String text, String written) {
        assertThat(Yaml.write(Map.of("key", text))).isEqualTo("key: " + written + "\n");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(Yaml.write(Map.of("key", "a\nb\t\u0001\u0085"))).isEqualTo("key: \"a\\nb\\t\\u0001\\u0085\"\n");
    }

    @Test
    void nested() {
        assertThat(Yaml.write(Fields.of(
                        "empty", Map.of(),
                        "none", List.of(),
                        "list", List.of(Fields.of("a", 1, "b", List.of("x", true)), "z"))))
                .isEqualTo("empty: {}\nnone: []\nlist:\n  - a: 1\n    b:\n      - x\n      - true\n  - z\n");
    }
}
