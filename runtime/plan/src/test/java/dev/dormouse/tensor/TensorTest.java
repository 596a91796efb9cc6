package dev.dormouse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @ParameterizedTest
    @EnumSource(
            names = {"BYTES", "STRING"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyFixedSizeDatatypeReadsWhatWasWritten(Datatype datatype) {
        NumericTensor tensor = NumericTensor.allocate(datatype, Shape.of(3));
        tensor.setLong(1, 1);
        tensor.setDouble(2, 1);
        assertThat(tensor.getLong(0)).isZero();
        assertThat(tensor.getLong(1)).isOne();
        assertThat(tensor.getDouble(2)).isOne();
        assertThat(tensor.bytes().remaining()).isEqualTo(3 * datatype.byteSize());
    }

    @Test
    void theHighestBitIsASignOnlyWhereThereAreSigns() {
        assertThat(minusOne(Datatype.INT8).getLong(0)).isEqualTo(-1);
        assertThat(minusOne(Datatype.UINT8).getLong(0)).isEqualTo(255);
        assertThat(minusOne(Datatype.UINT16).getLong(0)).isEqualTo(65535);
        assertThat(minusOne(Datatype.UINT32).getDouble(0)).isEqualTo(4294967295.0);
        assertThat(minusOne(Datatype.UINT64).getLong(0)).isEqualTo(-1);
        assertThat(minusOne(Datatype.UINT64).getDouble(0)).isEqualTo(0x1p64);
        assertThat(minusOne(Datatype.BOOL).getLong(0)).isOne();
    }

    private static NumericTensor minusOne(Datatype datatype) {
        NumericTensor tensor = NumericTensor.allocate(datatype, Shape.SCALAR);
        tensor.setLong(0, -1);
        return tensor;
    }

    @Test
    void aDoubleIsRoundedToAHalfOnce() {
        NumericTensor half = NumericTensor.allocate(Datatype.FP16, Shape.SCALAR);
        half.setDouble(0, 1 + 0x1p-11 + 0x1p-40);
        assertThat(half.getDouble(0)).isEqualTo(1 + 0x1p-10);
    }

    @Test
    void wrapsABufferFromItsPositionWhateverItsOrder() {
        ByteBuffer buffer = ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN);
        buffer.order(ByteOrder.LITTLE_ENDIAN).putFloat(0).putFloat(1.5f).putFloat(2.5f);
        NumericTensor tensor = new NumericTensor(Datatype.FP32, Shape.of(2), buffer.position(4));
        assertThat(tensor.floats().get(1)).isEqualTo(2.5f);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumericTensor(Datatype.FP32, Shape.of(2), ByteBuffer.allocate(9)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumericTensor(Datatype.STRING, Shape.of(0), ByteBuffer.allocate(0)));
    }

    @Test
    void refusesWhatNoBufferHolds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumericTensor.allocate(Datatype.FP64, Shape.of(1L << 62)))
                .withMessageContaining("2 GiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumericTensor.allocate(Datatype.FP32, Shape.of(1L << 29)))
                .withMessageContaining("2 GiB");
    }

    @Test
    void rowsAndOtherShapesShowTheSameElements() {
        NumericTensor tensor = NumericTensor.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f);
        NumericTensor rows = tensor.rows(1, 3);
        assertThat(rows.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(rows.floats().get(3)).isEqualTo(6);
        assertThat(rows.rows(1, 2).reshape(Shape.of(2)).getDouble(0)).isEqualTo(5);
        assertThat(tensor.rows(2, 2).size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> tensor.reshape(Shape.of(5)));
    }

    @Test
    void stringsAndBytesHaveRowsToo() {
        TextTensor text = new TextTensor(Shape.of(2, 2), new String[] {"a", "é", "", "😀"});
        assertThat(text.rows(1, 2).values()).containsExactly("", "😀");
        assertThat(text.rows(1, 2).shape()).isEqualTo(Shape.of(1, 2));
        BytesTensor bytes = text.toBytes();
        assertThat(bytes.reshape(Shape.of(4)).rows(3, 4).get(0)).isEqualTo("😀".getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException().isThrownBy(() -> new TextTensor(Shape.of(2), new String[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> new BytesTensor(Shape.of(2), new byte[1][]));
    }
}
