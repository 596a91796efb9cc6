package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TypedContentsTest {
    private static Port port(Datatype datatype) {
        return new Port("x", TensorType.of(datatype, Dim.named("n")));
    }

    private static InferTensorContents.Builder contents() {
        return InferTensorContents.newBuilder();
    }

    /** Every bit pattern of the raw form goes through the typed one unchanged. */
    @ParameterizedTest
    @EnumSource(value = Datatype.class, mode = EnumSource.Mode.EXCLUDE, names = "FP16")
    void everyDatatypeGoesThereAndBack(Datatype datatype) {
        Tensor tensor = RawTensors.read(port(datatype), Shape.of(2), raw(datatype, new Random(7)));
        Tensor back = TypedContents.read(port(datatype), Shape.of(2), TypedContents.write(tensor));
        assertThat(RawTensors.write(back)).isEqualTo(RawTensors.write(tensor));
    }

    private static ByteBuffer raw(Datatype datatype, Random random) {
        if (datatype.isVariableLength()) {
            return ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 'a', 0, 0, 0, 0});
        }
        byte[] bytes = new byte[2 * datatype.byteSize()];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(datatype == Datatype.BOOL ? new byte[] {1, 0} : bytes);
    }

    @ParameterizedTest
    @CsvSource({"INT8, -129", "INT8, 128", "INT16, -32769", "INT16, 32768", "UINT8, 256", "UINT8, -1", "UINT16, 65536"})
    void whatADatatypeCannotHoldIsRefused(Datatype datatype, int element) {
        InferTensorContents given = datatype.isUnsigned()
                ? contents().addUintContents(0).addUintContents(element).build()
                : contents().addIntContents(0).addIntContents(element).build();
        assertThatThrownBy(() -> TypedContents.read(port(datatype), Shape.of(2), given))
                .isInstanceOf(PipelineException.class)
                .hasMessage("input 'x' has the element "
                        + (datatype.isUnsigned() ? Integer.toUnsignedString(element) : element) + " at 1, which "
                        + datatype + " cannot hold");
    }

    @Test
    void aSignallingNanStaysOne() {
        ByteBuffer bits = ByteBuffer.wrap(new byte[] {1, 0, (byte) 0x80, 0x7f});
        Tensor tensor = RawTensors.read(port(Datatype.FP32), Shape.of(1), bits);
        assertThat(Float.floatToRawIntBits(TypedContents.write(tensor).getFp32Contents(0)))
                .isEqualTo(0x7f800001);
    }

    @Test
    void theWrongFieldTheWrongCountAndFp16AreRefused() {
        InferTensorContents one = contents().addIntContents(1).build();
        assertThatThrownBy(() -> TypedContents.read(port(Datatype.INT64), Shape.of(1), one))
                .hasMessage("input 'x' is INT64, whose elements stand in int64_contents, not in int_contents");
        assertThatThrownBy(() -> TypedContents.read(port(Datatype.INT8), Shape.of(1L << 40), one))
                .hasMessage("input 'x' has the shape [1099511627776], which is 1099511627776 elements, but"
                        + " int_contents has 1");
        assertThatThrownBy(() -> TypedContents.read(port(Datatype.FP16), Shape.of(1), one))
                .hasMessage("input 'x' is FP16, which has no typed field; send all inputs in raw_input_contents");
        InferTensorContents noText = contents()
                .addBytesContents(ByteString.copyFrom(new byte[] {(byte) 0xff}))
                .build();
        assertThatThrownBy(() -> TypedContents.read(port(Datatype.STRING), Shape.of(1), noText))
                .hasMessage("input 'x': element 0 is not UTF-8");
        assertThat(TypedContents.read(port(Datatype.BYTES), Shape.of(1), noText).shape())
                .isEqualTo(Shape.of(1));
    }
}
