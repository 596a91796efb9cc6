package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Map<String, Tensor> TWO_ROWS = request(2, 2);

    @Test
    void requestsThatDifferInTheirRowsMayBeJoined() {
        assertThat(Batch.joinable(TWO_ROWS, request(3, 3))).isTrue();
    }

    @Test
    void aRequestWhoseInputsDisagreeAboutTheRowsIsNeverJoined() {
        assertThat(Batch.joinable(request(1, 2), request(2, 1))).isFalse();
        assertThat(Batch.joinable(TWO_ROWS, request(1, 2))).isFalse();
    }

    @Test
    void aRequestWithoutRowsIsNeverJoined() {
        assertThat(Batch.joinable(TWO_ROWS, request(0, 0))).isFalse();
    }

    @Test
    void scalarsAndOtherNamesAreNeverJoined() {
        Map<String, Tensor> scalar = Map.of("a", NumericTensor.of(Shape.SCALAR, 1f));
        assertThat(Batch.joinable(scalar, scalar)).isFalse();
        assertThat(Batch.joinable(TWO_ROWS, Map.of("a", rows(2)))).isFalse();
    }

    private static Map<String, Tensor> request(int a, int b) {
        return Map.of("a", rows(a), "b", rows(b));
    }

    private static Tensor rows(int count) {
        return NumericTensor.of(Shape.of(count, 1), new float[count]);
    }
}
