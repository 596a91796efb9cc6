package dev.dormouse.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
    private static final String JSON = new String(PlanJson.write(Plans.plan()), StandardCharsets.UTF_8);

    @Test
    void aPlanSurvivesItsJsonToTheByte() {
        Plan read = PlanJson.read(bytes(JSON));
        assertThat(read).isEqualTo(Plans.plan());
        assertThat(PlanJson.write(read)).isEqualTo(bytes(JSON));
        assertThat(read.steps().get(0).options().values().keySet())
                .containsExactly("zebra", "large", "least", "real", "whole", "flag", "nested");
    }

    @Test
    void numbersKeepTheirKindAndEveryDigit() {
        List<Object> numbers = Arrays.asList(
                (1L << 53) + 1,
                Long.MIN_VALUE,
                new BigInteger("18446744073709551615"),
                3.0,
                0.1,
                Double.MIN_VALUE,
                null);
        assertThat(PlanJson.decode(PlanJson.encode(numbers))).isEqualTo(numbers);
    }

    @Test
    void whatJsonLacksIsNull() {
        assertThat(PlanJson.decode(PlanJson.encode(List.of(Double.NaN, Float.NEGATIVE_INFINITY))))
                .isEqualTo(Arrays.asList(null, null));
    }

    @Test
    void passesOverMembersThatItDoesNotKnow() {
        assertThat(PlanJson.read(bytes(JSON.replaceFirst("\\{", "{\"comment\": [{}],"))))
                .isEqualTo(Plans.plan());
    }

    @Test
    void saysWhatIsWrongAndWhereInOneLine() {
        assertNotJson("{\"a\": 1,\n  \"a\": 2}", "line 2, column 6");
        assertNotJson("{\"a\": [1, }", "not JSON, as line 1, column 11 shows");
        assertNotJson("{\"a\": ", "line 1");
        assertNotJson("{} {}", "more after the end");
        assertNotJson("", "an empty document is not JSON");
        assertNotJson("NaN", "line 1");
        assertNotJson("[".repeat(100_000), "nesting depth");
    }

    private static void assertNotJson(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanJson.decode(bytes(text)))
                .satisfies(e -> assertThat(e.getMessage()).contains(message).doesNotContain("Source", "\n"));
    }

    @Test
    void refusesAPlanOfAnotherFormAndNamesThePlace() {
        assertRefused("\"format\" : 1", "\"format\" : 2", "compile the manifest again");
        assertRefused("\"format\" : 1", "\"format\" : \"1\"", "plan.format is not a long");
        assertRefused("\"kind\" : \"onnx\"", "\"kind\" : null", "kind is not a string but absent");
        assertRefused("\"y\" : 2", "\"y\" : 4294967298", "plan.outputs.y is 4294967298, which no int can hold");
        assertRefused("\"maxSize\" : 16", "\"maxSize\" : 4294967296", "maxSize is 4294967296");
        assertRefused("\"maxSize\" : 16", "\"maxSize\" : 0", "maxSize >= 1");
        assertRefused("STRING[n]", "TEXT[n]", "'TEXT' is not a datatype");
        assertRefused("0".repeat(64), "../../secret", "not a SHA-256 digest");
        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.read(PlanJson.encode(Map.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> PlanJson.read(bytes("[]")));
    }

    private static void assertRefused(String what, String instead, String message) {
        assertThat(JSON).contains(what);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanJson.read(bytes(JSON.replace(what, instead))))
                .withMessageContaining(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
