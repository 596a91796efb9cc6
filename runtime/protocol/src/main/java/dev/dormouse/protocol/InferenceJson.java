package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of {@code POST …/infer} of the Open Inference Protocol V2, with its binary tensor extension: a JSON object,
 * and after it the bytes of those inputs that have {@code binary_data_size}, in their order. Unknown members and
 * parameters are passed over. Every fault is a {@link PipelineException} with a client code that names the place.
 */
public final class InferenceJson {
    private final byte[] json;
    private final InferencePorts ports;
    private final RequestedOutputs outputs;
    private final List<InferenceInput> inputs = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private boolean binaryOutput;

    private InferenceJson(byte[] json, Plan plan) {
        this.json = json;
        this.outputs = new RequestedOutputs(plan);
        this.ports = new InferencePorts(plan);
    }

    /** The request of a body that is JSON throughout. */
    public static InferenceRequest read(byte[] body, Plan plan) {
        return read(body, body.length, plan);
    }

    /**
     * The request of a body whose first bytes are the JSON; none means that the body is the only input's binary data.
     *
     * @param jsonLength the header {@code Inference-Header-Content-Length}
     */
    public static InferenceRequest read(byte[] body, int jsonLength, Plan plan) {
        if (jsonLength < 0 || jsonLength > body.length) {
            throw Json.malformed("Inference-Header-Content-Length is " + jsonLength + ", but the body has "
                    + body.length + " bytes");
        }
        ByteBuffer tail = ByteBuffer.wrap(body, jsonLength, body.length - jsonLength);
        if (jsonLength == 0 && body.length > 0) {
            return raw(tail, plan);
        }
        byte[] json = Json.withoutMark(body, jsonLength);
        Utf8.require(json);
        InferenceJson reader = new InferenceJson(json, plan);
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            reader.readObject(parser);
            if (parser.nextToken() != null) {
                throw Json.malformed("the body goes on after the end of the JSON object"
                        + (jsonLength == body.length
                                ? "; binary data need the header Inference-Header-Content-Length"
                                : ""));
            }
            return new InferenceRequest(reader.id, reader.tensors(tail), reader.outputs.resolve(reader.binaryOutput));
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    /** All dims but one must be known; the answer is binary too. */
    private static InferenceRequest raw(ByteBuffer data, Plan plan) {
        if (plan.inputs().size() != 1) {
            throw PipelineException.invalidInput("Inference-Header-Content-Length is 0, which is for pipelines of one"
                    + " input; this one has " + plan.inputs().size());
        }
        Port port = plan.inputs().get(0);
        return new InferenceRequest(
                Optional.empty(), Map.of(port.name(), rawTensor(port, data)), new RequestedOutputs(plan).resolve(true));
    }

    private static Tensor rawTensor(Port port, ByteBuffer data) {
        Datatype datatype = port.type().datatype();
        List<Dim> dims = port.type().dims();
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < dims.size(); axis++) {
            if (dims.get(axis) instanceof Dim.Fixed fixed) {
                known *= fixed.size();
            } else if (open < 0) {
                open = axis;
            } else {
                throw PipelineException.invalidInput("input '" + port.name() + "' is " + port.type()
                        + ": its shape does not follow from the bytes alone; send it with a JSON header");
            }
        }
        long[] sizes = new long[dims.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = dims.get(axis) instanceof Dim.Fixed fixed ? fixed.size() : 1;
        }
        if (datatype.isVariableLength()) {
            // one element, without its length
            ByteBuffer element = ByteBuffer.allocate(Integer.BYTES + data.remaining());
            element.order(ByteOrder.LITTLE_ENDIAN).putInt(data.remaining()).put(data);
            return RawTensors.read(port, Shape.of(sizes), element.flip());
        }
        if (open >= 0) {
            sizes[open] = data.remaining() / datatype.byteSize() / known;
        }
        return RawTensors.read(port, Shape.of(sizes), data);
    }

    private void readObject(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw Json.malformed("the body is empty; expected a JSON object with 'inputs'");
        }
        boolean given = false;
        Members members = new Members(parser, "the body");
        while (members.next()) {
            switch (members.name()) {
                case "id" -> id = Optional.of(Json.text(parser, "id"));
                case "inputs" -> {
                    readInputs(parser);
                    given = true;
                }
                case "outputs" -> readOutputs(parser);
                case "parameters" ->
                    binaryOutput =
                            flag(parser, "parameters", "binary_data_output").orElse(false);
                default -> Json.skip(parser);
            }
        }
        if (!given) {
            throw PipelineException.invalidInput("the body has no 'inputs'");
        }
    }

    private void readInputs(JsonParser parser) throws IOException {
        Json.requireList(parser, "inputs");
        while (Json.next(parser) != JsonToken.END_ARRAY) {
            if (inputs.size() > ports.size()) {
                throw PipelineException.invalidInput("the body has more inputs than the pipeline's " + ports.size());
            }
            inputs.add(InferenceInput.read(parser, json, ports));
        }
    }

    private void readOutputs(JsonParser parser) throws IOException {
        Json.requireList(parser, "outputs");
        while (Json.next(parser) != JsonToken.END_ARRAY) {
            Optional<String> name = Optional.empty();
            Optional<Boolean> binary = Optional.empty();
            Members members = new Members(parser, "an element of 'outputs'");
            while (members.next()) {
                switch (members.name()) {
                    case "name" -> name = Optional.of(Json.text(parser, "the name of an output"));
                    case "parameters" -> binary = flag(parser, "the parameters of an output", "binary_data");
                    default -> Json.skip(parser);
                }
            }
            outputs.add(name.orElseThrow(() -> PipelineException.invalidInput("an output has no name")), binary);
        }
    }

    /** The one parameter of an object of parameters that is looked at. */
    private static Optional<Boolean> flag(JsonParser parser, String place, String wanted) throws IOException {
        Optional<Boolean> found = Optional.empty();
        Members parameters = new Members(parser, place);
        while (parameters.next()) {
            if (!parameters.name().equals(wanted)) {
                Json.skip(parser);
            } else if (parser.currentToken().isBoolean()) {
                found = Optional.of(parser.currentToken() == JsonToken.VALUE_TRUE);
            } else {
                throw PipelineException.invalidInput(wanted + " is " + Tokens.describe(parser) + ", not true or false");
            }
        }
        return found;
    }

    private Map<String, Tensor> tensors(ByteBuffer tail) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (InferenceInput input : inputs) {
            String name = input.port().name();
            Tensor tensor = input.tensor(slice(tail, input));
            if (tensors.put(name, tensor) != null) {
                throw PipelineException.invalidInput("the input '" + name + "' is given twice");
            }
        }
        if (tail.hasRemaining()) {
            throw PipelineException.invalidInput(
                    "the body has " + tail.remaining() + " bytes more than its inputs' binary_data_size adds up to");
        }
        return tensors;
    }

    static ByteBuffer slice(ByteBuffer tail, InferenceInput input) {
        long size = input.binarySize().orElse(0);
        if (size > tail.remaining()) {
            throw PipelineException.invalidInput("input '" + input.port().name() + "': binary_data_size is " + size
                    + ", but only " + tail.remaining() + " bytes are left of the body");
        }
        ByteBuffer slice = tail.slice(tail.position(), (int) size);
        tail.position(tail.position() + (int) size);
        return slice;
    }
}
