package dev.dormouse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void theNearestWordIsOneOrTwoSlipsAway() {
        List<String> known = List.of("name", "uses", "inputs", "outputs", "description");
        assertThat(Nearest.to("usse", known)).contains("uses");
        assertThat(Nearest.to("input", known)).contains("inputs");
        assertThat(Nearest.to("Description", known)).contains("description");
        assertThat(Nearest.to("desciptoin", known)).contains("description");
        assertThat(Nearest.to("zzz", known)).isEmpty();
        assertThat(Nearest.to("", known)).isEmpty();
        assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abcd", "acbd")).isEqualTo(1);
    }

    @Test
    void aLongWordIsNoSlip() {
        assertThat(Nearest.to("x".repeat(10_000_000), List.of("name"))).isEmpty();
    }
}
