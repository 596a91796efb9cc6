package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Port;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonInputsTest {
    private static DecodedInputs decode(String body, Shapes shapes, String... ports) {
        return JsonInputs.decode(body.getBytes(StandardCharsets.UTF_8), Ports.of(ports), shapes);
    }

    private static NumericTensor number(String json, String type) {
        return (NumericTensor) decode("{\"x\": " + json + "}", Shapes.EXACT, "x: " + type)
                .tensors()
                .get("x");
    }

    @Test
    void listsBecomeTensorsInTheOrderOfThePorts() {
        Map<String, Tensor> tensors = decode(
                        "\n{\"b\": [\"é\", \"\\ud83d\\udc2d\"], \"a\": [[1, 2.5], [-3e2, null]]}",
                        Shapes.EXACT,
                        "a: FP32[n, 2]",
                        "b: STRING[n]")
                .tensors();
        assertThat(tensors.keySet()).containsExactly("a", "b");
        NumericTensor a = (NumericTensor) tensors.get("a");
        assertThat(a.shape()).isEqualTo(Shape.of(2, 2));
        float[] values = new float[4];
        a.floats().get(values);
        assertThat(values).containsExactly(1, 2.5f, -300, Float.NaN);
        assertThat(((TextTensor) tensors.get("b")).values()).containsExactly("é", "🐭");
    }

    @Test
    void theBatchDimMayBeLeftOut() {
        DecodedInputs one = decode("{\"t\": \"a\", \"v\": [1, 2]}", Shapes.EXACT, "t: STRING[n]", "v: FP64[n, 2]");
        assertThat(one.singleRow()).isTrue();
        assertThat(one.tensors().get("t").shape()).isEqualTo(Shape.of(1));
        assertThat(one.tensors().get("v").shape()).isEqualTo(Shape.of(1, 2));
        assertThat(decode("{\"t\": [\"a\"], \"v\": [1, 2]}", Shapes.EXACT, "t: STRING[n]", "v: FP64[n, 2]")
                        .singleRow())
                .isFalse();
        assertThat(decode("{\"s\": 1}", Shapes.EXACT, "s: FP32").singleRow()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 255",
        "INT8, -128",
        "UINT16, 65535",
        "INT16, -32768",
        "UINT32, 4294967295",
        "INT32, -2147483648",
        "INT64, -9223372036854775808",
        "INT64, 9223372036854775807",
        "INT32, 3.0",
        "UINT64, 9223372036854775807"
    })
    void integersKeepTheirValue(String type, String value) {
        assertThat(number(value, type).getLong(0)).isEqualTo(new java.math.BigDecimal(value).longValueExact());
    }

    @Test
    void unsigned64IsExactToItsEnd() {
        assertThat(Long.toUnsignedString(
                        number("18446744073709551615", "UINT64").getLong(0)))
                .isEqualTo("18446744073709551615");
        assertThat(number("[9223372036854775808, 7]", "UINT64[n]").getLong(1)).isEqualTo(7);
    }

    @Test
    void floatsAreRoundedOnce() {
        String[] tricky = {
            "1.00000017881393432617187499",
            "7.038531e-26",
            "16777217",
            "9007199791611905",
            "1.17549435E-38",
            "18446744073709551615",
            "1.4e-45"
        };
        for (String text : tricky) {
            assertThat(number(text, "FP32").floats().get(0)).as(text).isEqualTo(Float.parseFloat(text));
        }
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            float single = Float.intBitsToFloat(random.nextInt());
            double twice = Double.longBitsToDouble(random.nextLong());
            if (Float.isFinite(single) && Double.isFinite(twice)) {
                assertThat(number(Float.toString(single), "FP32").floats().get(0))
                        .isEqualTo(single);
                assertThat(number(Double.toString(twice), "FP64").doubles().get(0))
                        .isEqualTo(twice);
            }
        }
    }

    @Test
    void bytesAreBase64AndBooleansBytes() {
        Map<String, Tensor> tensors = decode(
                        "{\"raw\": \"AP8=\", \"on\": [true, false]}", Shapes.EXACT, "raw: BYTES[n]", "on: BOOL[n]")
                .tensors();
        assertThat(((BytesTensor) tensors.get("raw")).get(0)).containsExactly(0, -1);
        assertThat(((NumericTensor) tensors.get("on")).bytes().get(1)).isZero();
    }

    @Test
    void longListsGrowTheBuffer() {
        int count = 300_000;
        NumericTensor tensor = number("[" + "1,".repeat(count - 1) + "2]", "INT32[n]");
        assertThat(tensor.size()).isEqualTo(count);
        assertThat(tensor.getLong(count - 1)).isEqualTo(2);
        assertThat(tensor.getLong(70_000)).isEqualTo(1);
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(decode("\ufeff{\"s\": 1}", Shapes.EXACT, "s: FP32").tensors())
                .containsKey("s");
    }

    @Test
    void ovhIgnoresOtherNames() {
        assertThat(decode("{\"id\": {\"a\": [1]}, \"x\": 1}", Shapes.OVH, "x: FP64[n, 1]")
                        .tensors())
                .containsOnlyKeys("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "4,28,28 | -1,-1,-1,1 | 4,28,28,1",
                "4,28,28,1 | -1,-1,-1 | 4,28,28",
                "4,28,28,3 | -1,-1,-1,3 | 4,28,28,3",
                "3,2 | -1,2 | 3,2",
                "3,2 | 3,2,-1 | 3,2,1",
                "3,2 | -1,1 | 6,1",
                "3,2 | -1 | 6",
                "3,2 | -1,2,1 | 3,2,1",
                "'' | -1,1 | 1,1",
                "'' | -1,-1 | 1,1",
                "5 | -1,1 | 5,1",
                "4 | -1,4 | 1,4",
                "3 | -1,4 | none",
                "3,2 | -1,-1,2 | none",
                "3,2 | 2,3 | 2,3",
                "3,2 | 9223372036854775807,9223372036854775807,-1 | none",
            })
    void ovhShapesResolve(String have, String want, String gives) {
        List<Long> wanted = dims(want);
        Shape shape = Shape.of(dims(have).stream().mapToLong(Long::longValue).toArray());
        assertThat(OvhTypes.resolve(shape, wanted).map(found -> found.toString().replaceAll("[\\[\\] ]", "")))
                .isEqualTo(java.util.Optional.ofNullable(gives));
    }

    private static List<Long> dims(String text) {
        return text.isEmpty()
                ? List.of()
                : java.util.Arrays.stream(text.split(",")).map(Long::parseLong).toList();
    }

    @Test
    void ovhNamesTheMissingAsItsOwnServerDoes() {
        List<Port> ports = Ports.of("label: FP64[n]", "age: INT32[n]", "name: STRING[n]");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> JsonInputs.read("{\"name\": \"a\"}".getBytes(StandardCharsets.UTF_8), ports, Shapes.OVH)))
                .hasMessage("Required fields (label,double),(age,integer) not found or not compatible in the Table");
        assertThat(OvhTypes.name(Datatype.UINT32)).isEqualTo("long");
    }
}
