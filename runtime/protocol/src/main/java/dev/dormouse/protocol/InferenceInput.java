package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** One member of {@code inputs}: its members come in any order, so its data may have to wait until the others are known. */
final class InferenceInput {
    private final byte[] body;
    private final InferencePorts ports;
    private Optional<Port> port = Optional.empty();
    private Optional<String> datatype = Optional.empty();
    private Optional<Shape> shape = Optional.empty();
    private OptionalLong binarySize = OptionalLong.empty();
    private boolean base64;
    private Optional<Values> values = Optional.empty();
    private Optional<Slice> unread = Optional.empty();

    /** The data as they were in the JSON: all elements, and the lists they stood in. */
    private record Values(ElementSink sink, Shape nested) {}

    /** Where in the body the data stand. */
    private record Slice(int from, int to) {}

    private InferenceInput(byte[] body, InferencePorts ports) {
        this.body = body;
        this.ports = ports;
    }

    /** Reads the object at which the parser stands. */
    static InferenceInput read(JsonParser parser, byte[] body, InferencePorts ports) throws IOException {
        InferenceInput input = new InferenceInput(body, ports);
        input.readMembers(parser);
        return input;
    }

    private void readMembers(JsonParser parser) throws IOException {
        Members members = new Members(parser, "an element of 'inputs'");
        while (members.next()) {
            switch (members.name()) {
                case "name" -> port = Optional.of(ports.find(Json.text(parser, "the name of an input")));
                case "datatype" -> datatype = Optional.of(Json.text(parser, place() + ": datatype"));
                case "shape" -> shape = Optional.of(readShape(parser));
                case "parameters" -> readParameters(parser);
                case "data" -> readData(parser);
                default -> Json.skip(parser);
            }
        }
    }

    private String place() {
        return port.map(known -> "input '" + known.name() + "'").orElse("an input");
    }

    private Shape readShape(JsonParser parser) throws IOException {
        Json.requireList(parser, place() + ": shape");
        long[] dims = new long[InferencePorts.MAX_RANK];
        int rank = 0;
        while (Json.next(parser) != JsonToken.END_ARRAY) {
            if (!Json.isCount(parser) || rank == InferencePorts.MAX_RANK) {
                throw PipelineException.invalidInput(place() + ": shape must be a list of at most "
                        + InferencePorts.MAX_RANK + " sizes, but has " + Tokens.describe(parser));
            }
            dims[rank++] = parser.getLongValue();
        }
        try {
            return Shape.of(Arrays.copyOf(dims, rank));
        } catch (IllegalArgumentException e) {
            throw PipelineException.invalidInput(place() + ": shape has " + e.getMessage());
        }
    }

    private void readParameters(JsonParser parser) throws IOException {
        Members parameters = new Members(parser, place() + ": parameters");
        while (parameters.next()) {
            if (parameters.name().equals("binary_data_size")) {
                if (!Json.isCount(parser)) {
                    throw PipelineException.invalidInput(
                            place() + ": binary_data_size is " + Tokens.describe(parser) + ", not a number of bytes");
                }
                binarySize = OptionalLong.of(parser.getLongValue());
            } else if (parameters.name().equals("content_type") && parser.currentToken() == JsonToken.VALUE_STRING) {
                base64 = parser.getText().equals("base64");
            } else {
                Json.skip(parser);
            }
        }
    }

    private void readData(JsonParser parser) throws IOException {
        Json.requireList(parser, place() + ": data");
        boolean known = port.isPresent()
                && datatype.isPresent()
                && !port.get().type().datatype().isVariableLength();
        if (known) {
            values = Optional.of(values(port.get(), parser));
        } else {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            Json.skip(parser);
            unread = Optional.of(new Slice(from, (int) parser.currentLocation().getByteOffset()));
        }
    }

    private Values values(Port known, JsonParser parser) throws IOException {
        InferencePorts.requireDatatype(known, datatype);
        Datatype wanted = known.type().datatype();
        // a JSON string is text, also where bytes are wanted, unless it is said to be base64
        ElementSink sink = wanted.isVariableLength()
                ? base64 ? new StringSinks.Binary() : new StringSinks.Text()
                : ElementSink.of(wanted, JsonInputs.firstGuess(known.type()));
        return new Values(sink, new NestedLists(known, parser, sink).read());
    }

    /** The port that this input is for. */
    Port port() {
        return port.orElseThrow(() -> PipelineException.invalidInput("an input has no name"));
    }

    /** How many bytes after the JSON belong to this input, if any do. */
    OptionalLong binarySize() {
        return binarySize;
    }

    /** @param binary the bytes after the JSON that belong to this input; none if {@link #binarySize()} is empty */
    Tensor tensor(ByteBuffer binary) throws IOException {
        Port known = port();
        Shape wanted = shape.orElseThrow(() -> PipelineException.invalidInput(place() + " has no shape"));
        InferencePorts.requireDatatype(known, datatype);
        boolean inJson = values.isPresent() || unread.isPresent();
        if (inJson == binarySize.isPresent()) {
            throw PipelineException.invalidInput(
                    place() + " needs either data, or binary_data_size with its bytes after" + " the JSON; it has "
                            + (inJson ? "both" : "neither"));
        }
        return inJson ? shaped(known, wanted) : RawTensors.read(known, wanted, binary);
    }

    private Tensor shaped(Port known, Shape wanted) throws IOException {
        Values read = values.isPresent() ? values.get() : valuesLater(known);
        boolean flat = read.nested().rank() == 1 && read.nested().dim(0) == wanted.elementCount();
        if (!flat && !read.nested().equals(wanted)) {
            throw PipelineException.invalidInput(place() + " has the shape " + wanted + ", which is "
                    + wanted.elementCount() + " elements, but its data have the shape " + read.nested());
        }
        Tensor tensor = read.sink().build(wanted);
        boolean text = base64 && known.type().datatype() == Datatype.STRING;
        return text ? RawTensors.read(known, wanted, RawTensors.write(tensor)) : tensor;
    }

    private Values valuesLater(Port known) throws IOException {
        Slice slice = unread.orElseThrow();
        try (JsonParser parser = Json.FACTORY.createParser(body, slice.from(), slice.to() - slice.from())) {
            Json.next(parser);
            return values(known, parser);
        }
    }
}
