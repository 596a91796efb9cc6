package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=100|b|10|a=90 b=10",
                "a=100|b|100|b=100",
                "a=90 b=10|b|50|a=50 b=50",
                "a=90 b=10|c|10|a=81 b=9 c=10",
                "a=34 b=33 c=33|d|1|a=35 b=32 c=32 d=1",
                "a=100|a|10|a=100",
                "a=1 b=99|c|99|b=1 c=99",
            })
    void givingAShareKeepsTheOthersProportions(String before, String revision, int percent, String after) {
        assertThat(split(before).giving(revision, percent)).isEqualTo(split(after));
    }

    @Test
    void sharesAreHundredTogether() {
        assertThatThrownBy(() -> split("a=50 b=40")).hasMessageContaining("90 together, not 100");
        assertThatThrownBy(() -> split("a=150 b=-50")).hasMessageContaining("no percentage");
    }

    static Split split(String text) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        for (String share : text.split(" ")) {
            shares.put(share.split("=")[0], Integer.parseInt(share.split("=")[1]));
        }
        return new Split(shares);
    }
}
