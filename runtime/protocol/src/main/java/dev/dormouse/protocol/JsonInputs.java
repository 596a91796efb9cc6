package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A JSON object of inputs, {@code {"name": value}}, to tensors. A value is a scalar or lists in lists; BYTES are base64
 * texts; null is NaN for floating inputs. Every fault of the body is a {@link PipelineException} with a client code:
 * MALFORMED if it is not JSON, TOO_LARGE, otherwise INVALID_INPUT that names the input, the element and the type.
 */
public final class JsonInputs {
    private static final int LARGEST_FIRST_GUESS = 1 << 16;
    private static final int NAMED = 12;

    private final Map<String, Port> ports;
    private final Shapes shapes;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    /** The first name that is no input's; more are not kept, however many a body has. */
    private Optional<String> unknown = Optional.empty();

    private int withoutBatchDim;

    private JsonInputs(List<Port> inputs, Shapes shapes) {
        this.ports = inputs.stream()
                .collect(Collectors.toMap(Port::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        this.shapes = shapes;
    }

    /** The tensors of a body, in the order of the ports. */
    public static Map<String, Tensor> read(byte[] body, List<Port> inputs, Shapes shapes) {
        return decode(body, inputs, shapes).tensors();
    }

    /** The tensors of the object at the parser, as {@link #decode(JsonParser, List, Shapes)} reads it. */
    public static Map<String, Tensor> read(JsonParser parser, List<Port> inputs, Shapes shapes) {
        return decode(parser, inputs, shapes).tensors();
    }

    /** The tensors of a body, and whether it left out the batch dim; nothing may follow the object. */
    public static DecodedInputs decode(byte[] body, List<Port> inputs, Shapes shapes) {
        Utf8.require(body);
        try (JsonParser parser = Json.parser(body)) {
            JsonInputs reader = new JsonInputs(inputs, shapes);
            reader.readObject(parser);
            if (parser.nextToken() != null) {
                throw Json.malformed("the body goes on after the end of the JSON object");
            }
            return reader.finish();
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    /**
     * The tensors of the object at which the parser stands, or that comes next; the parser is left at its end. The
     * parser should limit the depth itself where values of unknown names are skipped.
     */
    public static DecodedInputs decode(JsonParser parser, List<Port> inputs, Shapes shapes) {
        try {
            JsonInputs reader = new JsonInputs(inputs, shapes);
            reader.readObject(parser);
            return reader.finish();
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    private void readObject(JsonParser parser) throws IOException {
        JsonToken first = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
        if (first == null) {
            throw Json.malformed("the body is empty; expected a JSON object with " + expected());
        }
        if (first != JsonToken.START_OBJECT) {
            throw PipelineException.invalidInput(
                    "the body is " + Tokens.describe(parser) + "; expected a JSON object with " + expected());
        }
        while (Json.next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (tensors.containsKey(name)) {
                throw Json.malformed("the name '" + Tokens.clip(name) + "' stands twice in the body");
            }
            Json.next(parser);
            Port port = ports.get(name);
            if (port == null) {
                skip(name, parser);
            } else {
                tensors.put(name, readTensor(port, parser));
            }
        }
    }

    private void skip(String name, JsonParser parser) throws IOException {
        if (Utf8.hasLoneSurrogate(name)) {
            throw Json.malformed("a name in the body has half of a surrogate pair, which is not text");
        }
        unknown = unknown.isPresent() ? unknown : Optional.of(name);
        Json.skip(parser);
    }

    private Tensor readTensor(Port port, JsonParser parser) throws IOException {
        ElementSink sink = ElementSink.of(port.type().datatype(), firstGuess(port.type()));
        Shape given = new NestedLists(port, parser, sink).read();
        return sink.build(shapes == Shapes.OVH ? ovhShape(port, given) : exactShape(port, given));
    }

    /** How many elements a value of this type has at least, as far as that is bearable. */
    static int firstGuess(TensorType type) {
        long count = 1;
        for (Dim dim : type.dims()) {
            long size = dim instanceof Dim.Fixed fixed ? fixed.size() : 1;
            count = Math.min(LARGEST_FIRST_GUESS, count * Math.min(LARGEST_FIRST_GUESS, size));
        }
        return (int) Math.max(count, 16);
    }

    private Shape exactShape(Port port, Shape given) {
        TensorType type = port.type();
        if (given.rank() == type.rank()) {
            return given;
        }
        if (given.rank() == type.rank() - 1 && type.dim(0) instanceof Dim.Named) {
            withoutBatchDim++;
            return given.insert(0, 1);
        }
        throw wrongShape(port, given);
    }

    /** One input out of several JSON values, which are its rows, or out of one, which is the input. */
    static Tensor value(List<byte[]> values, Port port) {
        ElementSink sink = ElementSink.of(port.type().datatype(), firstGuess(port.type()));
        Shape first = values.isEmpty() ? Shape.SCALAR : element(values.get(0), port, sink);
        for (byte[] value : values.subList(1, values.size())) {
            Shape next = element(value, port, sink);
            if (!next.equals(first)) {
                throw PipelineException.invalidInput(
                        "input '" + port.name() + "' has parts of different shapes, " + first + " and " + next);
            }
        }
        return sink.build(ovhShape(port, values.size() == 1 ? first : first.insert(0, values.size())));
    }

    private static Shape element(byte[] json, Port port, ElementSink sink) {
        Utf8.require(json);
        try (JsonParser parser = Json.parser(json)) {
            Json.next(parser);
            Shape shape = new NestedLists(port, parser, sink).read();
            if (parser.nextToken() != null) {
                throw Json.malformed("a part of input '" + port.name() + "' goes on after the end of its JSON value");
            }
            return shape;
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    static Shape ovhShape(Port port, Shape given) {
        return OvhTypes.resolve(given, OvhTypes.shape(port.type())).orElseThrow(() -> wrongShape(port, given));
    }

    private static PipelineException wrongShape(Port port, Shape given) {
        String found = given.rank() == 0 ? "it is a single value" : "it has the shape " + given;
        return PipelineException.invalidInput("input '" + port.name() + "' must be " + port.type() + ", but " + found);
    }

    private DecodedInputs finish() {
        List<Port> missing = ports.values().stream()
                .filter(port -> !tensors.containsKey(port.name()))
                .toList();
        if (shapes == Shapes.OVH && !missing.isEmpty()) {
            throw OvhTypes.missing(missing);
        }
        if (shapes == Shapes.EXACT && unknown.isPresent()) {
            throw PipelineException.invalidInput(unknownName(unknown.get()));
        }
        if (!missing.isEmpty()) {
            throw PipelineException.invalidInput("input '" + missing.get(0).name() + "' ("
                    + missing.get(0).type() + ") is missing; expected " + expected());
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            Tensor tensor = tensors.get(name);
            if (tensor != null) {
                ordered.put(name, tensor);
            }
        });
        return new DecodedInputs(ordered, !ports.isEmpty() && withoutBatchDim == ports.size());
    }

    private String unknownName(String name) {
        String hint = Nearest.didYouMean(name, ports.keySet())
                .map(question -> "; " + question)
                .orElse(";");
        return "'" + Tokens.clip(name) + "' is not an input" + hint + " expected " + expected();
    }

    private String expected() {
        String named = ports.values().stream()
                .limit(NAMED)
                .map(port -> "'" + port.name() + "' " + port.type())
                .collect(Collectors.joining(", "));
        return ports.size() > NAMED ? named + " and " + (ports.size() - NAMED) + " more" : named;
    }
}
