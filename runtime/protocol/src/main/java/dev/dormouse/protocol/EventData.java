package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data of an event as inputs of a pipeline: a JSON object of the inputs or a request of the Open Inference Protocol;
 * text, for a pipeline whose only input is STRING; anything else, such as an image, for one whose only input is BYTES.
 */
public final class EventData {
    /** Names at the top of a request of the Open Inference Protocol. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of("id", "inputs", "outputs", "parameters");

    private EventData() {}

    /** Whether the data are a request of the Open Inference Protocol: they have a list of {@code inputs}, and no input is named so. */
    public static boolean isInference(CloudEvent event, Plan plan) {
        byte[] data = event.data().orElse(new byte[0]);
        Set<String> inputs = plan.inputs().stream().map(Port::name).collect(Collectors.toSet());
        if (!event.isJson() || data.length == 0 || inputs.contains("inputs")) {
            return false;
        }
        try (JsonParser parser = Json.FACTORY.createParser(data)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("inputs")) {
                    return true;
                }
                if (inputs.contains(name) && !OF_THE_PROTOCOL.contains(name)) {
                    return false;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            // whoever reads the inputs says what is wrong
            return false;
        }
    }

    /**
     * The inputs.
     *
     * @throws PipelineException UNSUPPORTED_MEDIA_TYPE if the pipeline has no single input for data of this type
     */
    public static DecodedInputs decode(CloudEvent event, Plan plan) {
        byte[] data = event.data().orElse(new byte[0]);
        if (event.isJson()) {
            if (data.length == 0) {
                throw CloudEvent.malformed("the event has no data; expected a JSON object of the inputs");
            }
            return JsonInputs.decode(data, plan.inputs(), Shapes.EXACT);
        }
        boolean text = event.mediaType().startsWith("text/");
        Datatype wanted = text ? Datatype.STRING : Datatype.BYTES;
        Port port = plan.inputs().size() == 1 ? plan.inputs().get(0) : null;
        if (port == null || port.type().datatype() != wanted || port.type().rank() > 1) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the event's data are " + event.mediaType() + ", which needs a pipeline with one input, of "
                            + wanted + "; this one takes application/json");
        }
        Shape shape = port.type().rank() == 0 ? Shape.SCALAR : Shape.of(1);
        Tensor tensor =
                text ? new TextTensor(shape, new String[] {text(data)}) : new BytesTensor(shape, new byte[][] {data});
        return new DecodedInputs(Map.of(port.name(), tensor), shape.rank() == 1);
    }

    private static String text(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CloudEvent.malformed("the event's data are not UTF-8");
        }
    }
}
