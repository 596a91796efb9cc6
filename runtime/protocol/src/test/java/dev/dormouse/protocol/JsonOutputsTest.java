package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonOutputsTest {
    private static String write(Tensor tensor, String type, OutputShapes shapes) throws IOException {
        Plan plan = Ports.plan(Ports.of("in: STRING[n]"), Ports.of("out: " + type));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonOutputs.write(out, plan, Map.of("out", tensor), shapes);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shapesFollowTheRequest() throws IOException {
        Tensor row = NumericTensor.of(Shape.of(1, 2, 1), 0.1f, 2);
        assertThat(write(row, "FP32[n, 2, 1]", OutputShapes.EXACT)).isEqualTo("{\"out\":[[[0.1],[2.0]]]}");
        assertThat(write(row, "FP32[n, 2, 1]", OutputShapes.BATCH_DROPPED)).isEqualTo("{\"out\":[[0.1],[2.0]]}");
        assertThat(write(row, "FP32[n, 2, 1]", OutputShapes.SQUEEZED)).isEqualTo("{\"out\":[0.1,2.0]}");
        Tensor rows = NumericTensor.of(Shape.of(2), 1L, -9007199254740993L);
        assertThat(write(rows, "INT64[n]", OutputShapes.BATCH_DROPPED)).isEqualTo("{\"out\":[1,-9007199254740993]}");
        assertThat(write(TextTensor.of("ä\"b"), "STRING[n]", OutputShapes.BATCH_DROPPED))
                .isEqualTo("{\"out\":\"ä\\\"b\"}");
        assertThat(write(TextTensor.of("a"), "STRING[1]", OutputShapes.BATCH_DROPPED))
                .isEqualTo("{\"out\":[\"a\"]}");
        assertThat(write(TextTensor.of("a"), "STRING[m]", OutputShapes.BATCH_DROPPED))
                .isEqualTo("{\"out\":[\"a\"]}");
        assertThat(write(NumericTensor.of(Shape.of(0, 2), new float[0]), "FP32[n, 2]", OutputShapes.SQUEEZED))
                .isEqualTo("{\"out\":[]}");
    }

    @Test
    void numbersAreShortAndExact() throws IOException {
        assertThat(write(
                        NumericTensor.of(
                                Shape.of(6),
                                0.1f,
                                2.0E-3f,
                                Float.NaN,
                                Float.POSITIVE_INFINITY,
                                3.4028235e38f,
                                1.17549435E-38f),
                        "FP32[n]",
                        OutputShapes.EXACT))
                .isEqualTo("{\"out\":[0.1,0.002,null,null,3.4028235E38,1.1754944E-38]}");
        assertThat(write(NumericTensor.of(Shape.of(2), 0.1, 2.2250738585072014E-308), "FP64[n]", OutputShapes.EXACT))
                .isEqualTo("{\"out\":[0.1,2.2250738585072014E-308]}");
        NumericTensor half = NumericTensor.allocate(Datatype.FP16, Shape.of(2));
        half.setDouble(0, 0.5);
        half.setDouble(1, 0.1);
        assertThat(write(half, "FP16[n]", OutputShapes.EXACT)).isEqualTo("{\"out\":[0.5,0.099975586]}");
        NumericTensor unsigned = NumericTensor.allocate(Datatype.UINT64, Shape.of(1));
        unsigned.setLong(0, -1);
        assertThat(write(unsigned, "UINT64[n]", OutputShapes.EXACT)).isEqualTo("{\"out\":[18446744073709551615]}");
        NumericTensor flag = NumericTensor.allocate(Datatype.BOOL, Shape.SCALAR);
        assertThat(write(flag, "BOOL", OutputShapes.EXACT)).isEqualTo("{\"out\":false}");
        assertThat(write(BytesTensor.of(new byte[] {0, -1}), "BYTES[n]", OutputShapes.EXACT))
                .isEqualTo("{\"out\":[\"AP8=\"]}");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws IOException {
        NumericTensor tensor = NumericTensor.of(Shape.of(2, 2), 1.0 / 3, Double.MIN_VALUE, -0.0, 1e300);
        byte[] body = write(tensor, "FP64[n, 2]", OutputShapes.EXACT).getBytes(StandardCharsets.UTF_8);
        Tensor back =
                JsonInputs.read(body, Ports.of("out: FP64[n, 2]"), Shapes.EXACT).get("out");
        assertThat(((NumericTensor) back).bytes()).isEqualTo(tensor.bytes());
    }
}
