package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.TextTensor;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Sets of rows against sets of bits. */
class RowsTest {
    private static final long SEED = Long.getLong("dormouse.seed", 20_261_129);

    private static Rows rows(int bits, int total) {
        return Rows.ALL.filter(total, row -> (bits >> row & 1) == 1);
    }

    private static void assertRows(Rows rows, int bits, int total) {
        int count = Integer.bitCount(bits);
        assertThat(rows.isEmpty()).isEqualTo(count == 0);
        assertThat(rows.isAll()).isEqualTo(count == total);
        if (rows.isPartial()) {
            int[] places = rows.places(Rows.ALL, total);
            int next = 0;
            for (int row = 0; row < total; row++) {
                assertThat(places[row]).isEqualTo((bits >> row & 1) == 1 ? next++ : -1);
            }
        }
    }

    @Test
    void andOrAndFilterAreThoseOfSets() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            int total = 1 + random.nextInt(8);
            int a = random.nextInt(1 << total);
            int b = random.nextInt(1 << total);
            assertRows(rows(a, total), a, total);
            assertRows(rows(a, total).and(rows(b, total)), a & b, total);
            assertRows(rows(a, total).or(rows(b, total)), a | b, total);
        }
    }

    @Test
    void picksRowsOfWhatHasSomeOnly() {
        NumericTensor all = NumericTensor.of(Shape.of(5, 2), 0f, 1, 10, 11, 20, 21, 30, 31, 40, 41);
        Rows odd = rows(0b11010, 5);
        NumericTensor some = (NumericTensor) Rows.ALL.pick(all, odd);
        assertThat(TestPlans.floats(some)).containsExactly(10, 11, 30, 31, 40, 41);
        assertThat(TestPlans.floats(odd.pick(some, rows(0b10010, 5)))).containsExactly(10, 11, 40, 41);
        assertThat(TestPlans.floats(odd.pick(some, rows(0b11000, 5)))).containsExactly(30, 31, 40, 41);
        assertThat(odd.pick(some, odd)).isSameAs(some);
        TextTensor words = TextTensor.of("a", "b", "c", "d", "e");
        assertThat(((TextTensor) Rows.ALL.pick(words, odd)).values()).containsExactly("b", "d", "e");
    }

    @Test
    void nothingIsNothing() {
        IntPredicate never = row -> false;
        assertThat(Rows.ALL.filter(3, never)).isSameAs(Rows.NONE);
        assertThat(Rows.NONE.or(Rows.ALL)).isSameAs(Rows.ALL);
        assertThat(Rows.NONE.and(Rows.ALL)).isSameAs(Rows.NONE);
        assertThat(Rows.NONE.or(rows(0b01, 2)).isPartial()).isTrue();
    }
}
