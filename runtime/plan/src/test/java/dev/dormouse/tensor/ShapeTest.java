package dev.dormouse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private final Shape shape = Shape.of(2, 3, 4);

    @Test
    void countsElements() {
        assertThat(shape.elementCount()).isEqualTo(24);
        assertThat(Shape.SCALAR.elementCount()).isOne();
        assertThat(Shape.of(5, 0, 7).elementCount()).isZero();
        assertThat(shape.count(1, 3)).isEqualTo(12);
        assertThat(shape.count(3, 3)).isOne();
    }

    @Test
    void axesCountFromTheEndToo() {
        assertThat(shape.dim(-1)).isEqualTo(4);
        assertThat(shape.withDim(-3, 9)).isEqualTo(Shape.of(9, 3, 4));
    }

    @Test
    void dimsComeAndGo() {
        assertThat(shape.remove(1)).isEqualTo(Shape.of(2, 4));
        assertThat(shape.insert(3, 1)).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(Shape.SCALAR.insert(0, 2)).hasToString("[2]");
    }

    @Test
    void doesNotShareItsDims() {
        long[] dims = {1, 2};
        Shape mine = Shape.of(dims);
        dims[0] = 9;
        mine.dims()[1] = 9;
        assertThat(mine).isEqualTo(Shape.of(1, 2)).hasSameHashCodeAs(Shape.of(1, 2));
    }

    @Test
    void refusesNegativeDimsAndWhatALongCannotCountEvenBesideAZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 32, 1L << 31));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 32, 0, 1L << 32));
    }
}
