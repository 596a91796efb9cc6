package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The caller's half of the Open Inference Protocol V2 over REST: the body of a request, and the tensors of an answer. */
public final class InferenceCall {
    private InferenceCall() {}

    /**
     * The body of a request.
     *
     * @param outputs the names of those that the answer shall hold
     * @param binary whether tensors travel as bytes after the JSON, both ways
     */
    public static InferenceAnswer request(Map<String, Tensor> inputs, List<String> outputs, boolean binary) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<ByteBuffer> tail = new ArrayList<>();
        try (JsonGenerator json = Json.FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("inputs");
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                InferenceAnswer.write(json, input.getKey(), input.getValue(), binary, tail);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("outputs");
            for (String output : outputs) {
                json.writeStartObject();
                json.writeStringField("name", output);
                if (binary) {
                    json.writeObjectFieldStart("parameters");
                    json.writeBooleanField("binary_data", true);
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tail.isEmpty()
                ? new InferenceAnswer(body.toByteArray(), OptionalInt.empty())
                : new InferenceAnswer(InferenceAnswer.joined(body, tail), OptionalInt.of(body.size()));
    }

    /**
     * The tensors of an answer.
     *
     * @param jsonLength the header {@code Inference-Header-Content-Length}, if the answer has it
     * @param outputs all that the server may name; their datatypes are compared, their shapes are not
     * @throws PipelineException with a sentence about the answer, if it is none or has something else in it
     */
    public static Map<String, Tensor> answer(byte[] body, OptionalInt jsonLength, List<Port> outputs) {
        int length = jsonLength.orElse(body.length);
        if (length < 0 || length > body.length) {
            throw Json.malformed(
                    "Inference-Header-Content-Length is " + length + ", but the answer has " + body.length + " bytes");
        }
        byte[] json = Json.withoutMark(body, length);
        ByteBuffer tail = ByteBuffer.wrap(body, length, body.length - length);
        try {
            Utf8.require(json);
            return tensors(read(json, new InferencePorts(outputs)), tail);
        } catch (PipelineException e) {
            throw new PipelineException(e.code(), ofAnswer(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            PipelineException malformed = Json.malformed(e);
            throw new PipelineException(malformed.code(), ofAnswer(String.valueOf(malformed.getMessage())), e);
        }
    }

    private static List<InferenceInput> read(byte[] json, InferencePorts ports) throws IOException {
        List<InferenceInput> outputs = new ArrayList<>();
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw Json.malformed("the body is empty");
            }
            Members members = new Members(parser, "the body");
            while (members.next()) {
                if (!members.name().equals("outputs")) {
                    Json.skip(parser);
                    continue;
                }
                Json.requireList(parser, "outputs");
                while (Json.next(parser) != JsonToken.END_ARRAY) {
                    outputs.add(InferenceInput.read(parser, json, ports));
                }
            }
            if (parser.nextToken() != null) {
                throw Json.malformed("the body goes on after the end of the JSON object");
            }
        }
        return outputs;
    }

    private static Map<String, Tensor> tensors(List<InferenceInput> outputs, ByteBuffer tail) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (InferenceInput output : outputs) {
            String name = output.port().name();
            if (tensors.put(name, output.tensor(InferenceJson.slice(tail, output))) != null) {
                throw PipelineException.invalidInput("the input '" + name + "' is given twice");
            }
        }
        if (tail.hasRemaining()) {
            throw PipelineException.invalidInput(
                    "the body has " + tail.remaining() + " bytes more than its inputs' binary_data_size adds up to");
        }
        return tensors;
    }

    /** The sentences about requests, said of an answer. A name in quotes stays. */
    private static String ofAnswer(String message) {
        return message.replaceAll("(?<!['\\w])an input\\b", "an output")
                .replaceAll("(?<!['\\w])input(s?)\\b(?!')", "output$1")
                .replace("the body", "the answer")
                .replace("the request gives", "the answer gives");
    }
}
