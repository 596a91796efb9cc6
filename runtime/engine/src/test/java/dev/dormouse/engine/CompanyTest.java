package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompanyTest {
    private static Map<String, Tensor> text(int length) {
        return Map.of("text", new TextTensor(Shape.of(1), new String[] {"a".repeat(length)}));
    }

    @Test
    void textsOfAboutTheSameLengthGoTogether() {
        Company company = new Company(text(40), 16);
        assertThat(company.add(text(44))).isTrue();
        assertThat(company.add(text(39))).isTrue();
    }

    @Test
    void aTextThatWouldMostlyBePaddedOrPadTheOthersStaysOut() {
        Company company = new Company(text(40), 16);
        assertThat(company.add(text(400))).isFalse();
        assertThat(company.add(text(4))).isFalse();
        assertThat(company.add(text(40))).isTrue();
    }

    @Test
    void emptyTextsAndNumbersHaveNoPadding() {
        assertThat(new Company(text(0), 16).add(text(0))).isTrue();
        assertThat(new Company(TestPlans.inputs(1, 2), 16).add(TestPlans.inputs(3)))
                .isTrue();
    }

    @Test
    void theNumberOfRowsIsBounded() {
        Company company = new Company(TestPlans.inputs(1, 2, 3), 4);
        assertThat(company.add(TestPlans.inputs(1, 2))).isFalse();
        assertThat(company.add(TestPlans.inputs(1))).isTrue();
        assertThat(company.hasRoom()).isFalse();
    }
}
