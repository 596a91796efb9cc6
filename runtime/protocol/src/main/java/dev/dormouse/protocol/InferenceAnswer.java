package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.InferenceRequest.RequestedOutput;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The body that answers a request of the Open Inference Protocol V2 over REST.
 *
 * @param jsonLength how many of the bytes are JSON, if binary tensors follow; empty if the whole body is
 */
public record InferenceAnswer(byte[] body, OptionalInt jsonLength) {
    /** What a pipeline without a version is called by. */
    private static final String NO_VERSION = "1";

    /** The version of a plan, as the protocol names it; never empty. */
    public static String version(Plan plan) {
        String version = plan.metadata().version();
        return version.isEmpty() ? NO_VERSION : version;
    }

    /** The outputs that the request wants, in its order. */
    public static InferenceAnswer of(InferenceRequest request, Plan plan, Map<String, Tensor> outputs) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<ByteBuffer> tail = new ArrayList<>();
        try (JsonGenerator json = Json.FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model_name", plan.metadata().name());
            json.writeStringField("model_version", version(plan));
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            for (RequestedOutput wanted : request.outputs()) {
                write(json, wanted.output().name(), wanted.of(outputs), wanted.binary(), tail);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tail.isEmpty()) {
            return new InferenceAnswer(body.toByteArray(), OptionalInt.empty());
        }
        int jsonLength = body.size();
        return new InferenceAnswer(joined(body, tail), OptionalInt.of(jsonLength));
    }

    /** A tensor as an element of {@code inputs} or {@code outputs}; binary data are added to the tail. */
    static void write(JsonGenerator json, String name, Tensor tensor, boolean binary, List<ByteBuffer> tail)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", tensor.datatype().protocolName());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().dims(), 0, tensor.shape().rank());
        if (binary) {
            ByteBuffer data = RawTensors.write(tensor);
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", data.remaining());
            json.writeEndObject();
            tail.add(data);
        } else {
            if (tensor.datatype() == Datatype.BYTES) {
                json.writeObjectFieldStart("parameters");
                json.writeStringField("content_type", "base64");
                json.writeEndObject();
            }
            json.writeFieldName("data");
            JsonOutputs.writeFlat(json, tensor);
        }
        json.writeEndObject();
    }

    static byte[] joined(ByteArrayOutputStream json, List<ByteBuffer> tail) {
        int size = json.size();
        for (ByteBuffer data : tail) {
            size = Math.addExact(size, data.remaining());
        }
        ByteBuffer whole = ByteBuffer.allocate(size).put(json.toByteArray());
        tail.forEach(whole::put);
        return whole.array();
    }
}
