package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.CloudEventJson;
import dev.dormouse.protocol.InferenceJson;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bodies of a mebibyte that say as much as can be said in so few bytes: what they become stays near what they were. */
class DenseBodiesTest {
    private static final int LENGTH = 1 << 20;
    private static final int MOST_PER_BYTE = 32;
    private static final Plan PLAN = FuzzPlan.of("d: FP64[n]", "text: STRING[n]", "raw: BYTES[n]", "i: INT8[n]");

    /** A codec that may refuse. */
    private interface Reading {
        void run() throws IOException;
    }

    private static byte[] repeated(String start, String piece, String end) {
        return (start + piece.repeat((LENGTH - start.length()) / piece.length()) + end)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] numbered(String start, String format, String end) {
        return IntStream.range(0, LENGTH / (format.length() + 4))
                .mapToObj(format::formatted)
                .collect(Collectors.joining("", start, end))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        for (String[] dense : new String[][] {
            {"d", "FP64", "1,", "1"},
            {"i", "INT8", "1,", "1"},
            {"i", "INT8", "[1],", "[1]"},
            {"text", "BYTES", "\"\",", "\"\""},
            {"text", "BYTES", "\"a\",", "\"\""},
            {"raw", "BYTES", "\"\",", "\"\""},
            {"raw", "BYTES", "\"AA==\",", "\"\""},
            {"none", "INT8", "{},", "{}"}
        }) {
            byte[] plain = repeated("{\"" + dense[0] + "\":[", dense[2], dense[3] + "]}");
            readings.put(dense[0] + " " + dense[2], () -> JsonInputs.decode(plain, PLAN.inputs(), Shapes.OVH));
            byte[] inference = repeated(
                    "{\"inputs\":[{\"name\":\"" + dense[0] + "\",\"shape\":[1],\"datatype\":\"" + dense[1]
                            + "\",\"data\":[",
                    dense[2],
                    dense[3] + "]}]}");
            readings.put("V2 " + dense[0] + " " + dense[2], () -> InferenceJson.read(inference, PLAN));
        }
        byte[] names = numbered("{", "\"%d\":1,", "\"a\":1}");
        readings.put("names", () -> JsonInputs.decode(names, PLAN.inputs(), Shapes.OVH));
        readings.put("attributes", () -> CloudEventJson.read(names));
        byte[] batch = numbered("[{", "\"%d\":1,", "\"a\":1}]");
        readings.put("a batch of attributes", () -> CloudEventJson.readBatch(batch));
        byte[] parts = repeated("", "--x\r\n\r\n\r\n", "--x--");
        readings.put("parts", () -> EvalBody.decode("multipart/mixed; boundary=x", parts, PLAN));
        byte[] disposition = repeated("--x\r\nA: ", ";a=b", "\r\n\r\n\r\n--x--");
        readings.put("a part's header", () -> EvalBody.decode("multipart/mixed; boundary=x", disposition, PLAN));
        messages().forEach((name, message) -> {
            byte[] bytes = message.toByteArray();
            readings.put(name, () -> InferenceMessages.read(InferRequests.read(bytes), PLAN));
        });
        return readings;
    }

    private static Map<String, ModelInferRequest> messages() {
        ModelInferRequest.Builder inputs = ModelInferRequest.newBuilder();
        ModelInferRequest.Builder outputs = ModelInferRequest.newBuilder();
        ModelInferRequest.Builder raw = ModelInferRequest.newBuilder();
        InferTensorContents.Builder texts = InferTensorContents.newBuilder();
        InferTensorContents.Builder flags = InferTensorContents.newBuilder();
        for (int i = 0; i < LENGTH / 2; i++) {
            inputs.addInputs(InferInputTensor.getDefaultInstance());
            outputs.addOutputsBuilder();
            raw.addRawInputContents(ByteString.EMPTY);
            texts.addBytesContents(ByteString.EMPTY);
            flags.addBoolContents(true);
        }
        return Map.of(
                "gRPC inputs",
                inputs.build(),
                "gRPC outputs",
                outputs.build(),
                "gRPC raw contents",
                raw.build(),
                "gRPC texts",
                one("raw", "BYTES", texts, LENGTH / 2),
                "gRPC flags",
                one("i", "INT8", flags, LENGTH / 2));
    }

    private static ModelInferRequest one(
            String name, String datatype, InferTensorContents.Builder contents, long size) {
        InferInputTensor input = InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addShape(size)
                .setContents(contents)
                .build();
        return ModelInferRequest.newBuilder().addInputs(input).build();
    }

    @Test
    void whatABodyBecomesIsBounded() throws IOException {
        Map<String, Long> perByte = new LinkedHashMap<>();
        for (Map.Entry<String, Reading> reading : readings().entrySet()) {
            Allocation allocation = Allocation.start();
            try {
                reading.getValue().run();
            } catch (PipelineException e) {
                assertThat(e.code().isClientError()).as(e.toString()).isTrue();
            } catch (InvalidProtocolBufferException e) {
                assertThat(e).hasMessage("it has more than 10000 inputs and outputs");
            }
            perByte.put(reading.getKey(), allocation.bytes() / LENGTH);
        }
        System.out.println("bytes allocated for each byte of a body: " + perByte);
        assertThat(perByte.values()).allMatch(bytes -> bytes <= MOST_PER_BYTE);
    }
}
