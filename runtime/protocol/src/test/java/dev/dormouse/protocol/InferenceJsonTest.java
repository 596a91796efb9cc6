package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceJsonTest {
    private static final Plan PLAN = Ports.plan(
            Ports.of("f: FP32[n, 2]", "text: STRING[n]", "u64: UINT64[n]", "raw: BYTES[n]", "flag: BOOL[n]"),
            Ports.of("scores: FP32[n, 2]", "label: STRING[n]", "picture: BYTES[n]"));
    private static final Plan ONE = Ports.plan(Ports.of("x: INT16[n, 2]"), Ports.of("y: INT16[n]"));

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InferenceRequest read(String json, String hexTail) {
        byte[] head = utf8(json);
        byte[] tail = HexFormat.of().parseHex(hexTail);
        byte[] body = ByteBuffer.allocate(head.length + tail.length)
                .put(head)
                .put(tail)
                .array();
        return InferenceJson.read(body, head.length, PLAN);
    }

    private static Tensor input(String member) {
        return InferenceJson.read(utf8("{\"inputs\": [" + member + "]}"), PLAN)
                .inputs()
                .values()
                .iterator()
                .next();
    }

    @Test
    void dataAreFlatOrNestedAndMembersComeInAnyOrder() {
        NumericTensor wanted = NumericTensor.of(Shape.of(2, 2), 1f, 2.5f, 3f, -4f);
        for (String member : new String[] {
            "{\"name\": \"f\", \"shape\": [2, 2], \"datatype\": \"FP32\", \"data\": [1, 2.5, 3, -4]}",
            "{\"name\": \"f\", \"shape\": [2, 2], \"datatype\": \"FP32\", \"data\": [[1, 2.5], [3, -4]]}",
            "{\"data\": [[1, 2.5], [3, -4]], \"datatype\": \"FP32\", \"shape\": [2, 2], \"name\": \"f\"}",
            "{\"data\": [1, 2.5, 3, -4], \"new\": {\"a\": [1]}, \"name\": \"f\", \"shape\": [2, 2], \"datatype\": \"FP32\"}"
        }) {
            NumericTensor tensor = (NumericTensor) input(member);
            assertThat(tensor.shape()).as(member).isEqualTo(wanted.shape());
            assertThat(tensor.bytes()).as(member).isEqualTo(wanted.bytes());
        }
    }

    /** As clients write it that fill in all members. */
    @Test
    void nullIsAsIfItWereNotThere() {
        InferenceRequest request = read(
                "{\"id\": null, \"parameters\": null, \"outputs\": null, \"inputs\": [{\"name\": \"u64\", \"shape\": [1],"
                        + " \"datatype\": \"UINT64\", \"parameters\": {\"binary_data_size\": null}, \"data\": [1]}]}",
                "");
        assertThat(request.id()).isEmpty();
        assertThat(request.inputs()).containsOnlyKeys("u64");
        assertThat(request.outputs()).hasSize(3);
    }

    @Test
    void integersAreExactOverTheWholeRange() {
        NumericTensor tensor = (NumericTensor)
                input(
                        "{\"name\": \"u64\", \"shape\": [3], \"datatype\": \"UINT64\", \"data\": [18446744073709551615, 9007199254740993, 0]}");
        assertThat(new long[] {tensor.getLong(0), tensor.getLong(1), tensor.getLong(2)})
                .containsExactly(-1, 9007199254740993L, 0);
    }

    @Test
    void bytesAreTextsUnlessTheyAreSaidToBeBase64() {
        assertThat(((TextTensor)
                                input(
                                        "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"\\u00e9\"]}"))
                        .get(0))
                .isEqualTo("é");
        assertThat(((TextTensor)
                                input(
                                        "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"w6k=\"], \"parameters\": {\"content_type\": \"base64\"}}"))
                        .get(0))
                .isEqualTo("é");
        assertThat(((BytesTensor)
                                input(
                                        "{\"name\": \"raw\", \"parameters\": {\"content_type\": \"base64\"}, \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"/wA=\"]}"))
                        .get(0))
                .containsExactly(-1, 0);
        assertThat(((TextTensor) input(
                                "{\"name\": \"raw\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"/wA=\"]}"))
                        .toBytes()
                        .get(0))
                .isEqualTo(utf8("/wA="));
    }

    @Test
    void theTailHoldsBinaryInputsInTheirOrder() {
        InferenceRequest request = read(
                "{\"id\": \"7\", \"inputs\": ["
                        + "{\"name\": \"text\", \"shape\": [2], \"datatype\": \"BYTES\", \"parameters\": {\"binary_data_size\": 10}},"
                        + "{\"name\": \"u64\", \"shape\": [1], \"datatype\": \"UINT64\", \"data\": [5]},"
                        + "{\"name\": \"flag\", \"shape\": [2], \"datatype\": \"BOOL\", \"parameters\": {\"binary_data_size\": 2}}"
                        + "], \"outputs\": [{\"name\": \"label\"}, {\"name\": \"scores\", \"parameters\": {\"binary_data\": false}}],"
                        + " \"parameters\": {\"binary_data_output\": true, \"other\": null}}",
                "02000000c3a9" + "00000000" + "0100");
        assertThat(request.id()).contains("7");
        assertThat(((TextTensor) request.inputs().get("text")).values()).containsExactly("é", "");
        assertThat(((NumericTensor) request.inputs().get("flag")).getLong(0)).isEqualTo(1);
        assertThat(request.inputs().keySet()).containsExactly("text", "u64", "flag");
        assertThat(request.outputs())
                .extracting(output -> output.output().name() + output.binary())
                .containsExactly("labeltrue", "scoresfalse");
    }

    @Test
    void aHeaderOfLengthZeroMeansTheOnlyInputItself() {
        byte[] body = HexFormat.of().parseHex("0100020003000400");
        InferenceRequest request = InferenceJson.read(body, 0, ONE);
        NumericTensor x = (NumericTensor) request.inputs().get("x");
        assertThat(x.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(x.getLong(3)).isEqualTo(4);
        assertThat(request.outputs().get(0).binary()).isTrue();
        Plan text = Ports.plan(Ports.of("t: STRING[n]"), Ports.of("y: INT16[n]"));
        assertThat(InferenceJson.read(utf8("hé"), 0, text).inputs().get("t"))
                .isInstanceOfSatisfying(
                        TextTensor.class, t -> assertThat(t.values()).containsExactly("hé"));
        assertThat(catchThrowableOfType(PipelineException.class, () -> InferenceJson.read(new byte[6], 0, ONE))
                        .getMessage())
                .contains("input 'x' has the shape [1, 2]", "6 bytes");
    }

    @Test
    void answersAreJsonOrBinaryAsEachOutputIsWanted() {
        Map<String, Tensor> outputs = Map.of(
                "scores", NumericTensor.of(Shape.of(1, 2), 0.25f, 0.75f),
                "label", TextTensor.of("é"),
                "picture", BytesTensor.of(new byte[] {(byte) 0xff}));
        InferenceAnswer json = InferenceAnswer.of(read("{\"inputs\": []}", ""), PLAN, outputs);
        assertThat(json.jsonLength()).isEmpty();
        assertThat(new String(json.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"model_name\":\"test\",\"model_version\":\"1\",\"outputs\":["
                                + "{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[0.25,0.75]},"
                                + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"é\"]},"
                                + "{\"name\":\"picture\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"content_type\":\"base64\"},\"data\":[\"/w==\"]}]}");
        InferenceAnswer binary = InferenceAnswer.of(
                read(
                        "{\"inputs\": [], \"id\": \"a\", \"outputs\": [{\"name\": \"label\"}, {\"name\": \"scores\"}],"
                                + " \"parameters\": {\"binary_data_output\": true}}",
                        ""),
                PLAN,
                outputs);
        int head = binary.jsonLength().orElseThrow();
        assertThat(new String(binary.body(), 0, head, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"model_name\":\"test\",\"model_version\":\"1\",\"id\":\"a\",\"outputs\":["
                                + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"binary_data_size\":6}},"
                                + "{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[1,2],\"parameters\":{\"binary_data_size\":8}}]}");
        ByteBuffer tail = ByteBuffer.wrap(binary.body(), head, binary.body().length - head)
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(tail.getInt()).isEqualTo(2);
        assertThat(tail.getShort()).isEqualTo((short) 0xa9c3);
        assertThat(tail.getFloat()).isEqualTo(0.25f);
        assertThat(tail.getFloat()).isEqualTo(0.75f);
    }

    @Test
    void everyDatatypeGoesRoundInBinary() {
        for (Datatype datatype : Datatype.values()) {
            if (!datatype.isVariableLength()) {
                NumericTensor tensor = NumericTensor.allocate(datatype, Shape.of(2));
                tensor.setLong(1, 1);
                Tensor back = RawTensors.read(
                        Ports.of("x: " + datatype + "[n]").get(0), Shape.of(2), RawTensors.write(tensor));
                assertThat(((NumericTensor) back).bytes()).isEqualTo(tensor.bytes());
            }
        }
    }

    @Test
    void everyBadBodyGetsItsMessage() throws IOException {
        RefusalTable.check("bad-inference.txt", Map.of("", line -> {
            String[] parts = line.split(" \\| ", -1);
            read(parts[0], parts.length > 1 ? parts[1].trim() : "");
        }));
    }
}
