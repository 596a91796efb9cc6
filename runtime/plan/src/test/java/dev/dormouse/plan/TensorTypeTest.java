package dev.dormouse.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dormouse.tensor.Datatype;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FP32            | FP32[]",
                "FP32[]          | FP32[]",
                " INT64 [ n ,4]  | INT64[n, 4]",
                "STRING[?]       | STRING[?]",
                "BYTES[a-b.c_1]  | BYTES[a-b.c_1]"
            })
    void readsATypeAndWritesItOneWay(String text, String written) {
        assertThat(TensorType.parse(text)).hasToString(written).isEqualTo(TensorType.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[n]",
                "FP32[",
                "FP32 n",
                "FP32[n,]",
                "FP32[,]",
                "FP32[0]",
                "FP32[-1]",
                "FP32[n][4]",
                "FP32[1.5]",
                "FP32[2n]",
                "FP32[n m]",
                "FP32[99999999999999999999]",
                "FLOAT[n]"
            })
    void refusesWhatIsNoType(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TensorType.parse(text));
    }

    @Test
    void saysWhichDatatypeWasMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorType.parse("fp32[n]"))
                .withMessage("'fp32' is not a datatype; did you mean FP32?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorType.parse("float"))
                .withMessageContaining("the datatypes are BOOL, UINT8");
    }

    @Test
    void onlyStringStandsInForAnother() {
        assertThat(TensorType.isAssignable(Datatype.STRING, Datatype.BYTES)).isTrue();
        assertThat(TensorType.isAssignable(Datatype.BYTES, Datatype.STRING)).isFalse();
        assertThat(TensorType.isAssignable(Datatype.INT32, Datatype.INT64)).isFalse();
    }

    @Test
    void axesCountFromTheEndToo() {
        TensorType type = TensorType.parse("FP32[n, 4]");
        assertThat(type.dim(-1)).isEqualTo(Dim.of(4));
        assertThat(type.withDim(-2, Dim.UNKNOWN)).hasToString("FP32[?, 4]");
        assertThat(type.withDatatype(Datatype.BOOL)).hasToString("BOOL[n, 4]");
    }

    @Test
    void aDimIsWhatATypeCanWrite() {
        for (String name : new String[] {"", "?", "2n", "a b", "n]", "a,b", "é"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Dim.named(name));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Dim.of(0));
        assertThat(Dim.ofStep("tokens", "sequence")).hasToString("tokens.sequence");
        assertThat(Dim.ofStep("1st step", "sequence")).hasToString("_1st_step.sequence");
    }
}
