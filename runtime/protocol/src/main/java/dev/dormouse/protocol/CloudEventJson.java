package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Events in the JSON event format, alone or in a batch. Data in JSON are kept byte for byte: only a plan can read them. */
public final class CloudEventJson {
    private static final int MAX_BATCH = 1000;

    private final byte[] body;
    private final JsonParser parser;

    private CloudEventJson(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    /**
     * One event of a batch.
     *
     * @param attributes as far as they could be read
     * @param fault why it is none
     */
    public record Read(Map<String, Object> attributes, Optional<CloudEvent> event, Optional<PipelineException> fault) {}

    /**
     * The event of a body in structured mode.
     *
     * @throws PipelineException MALFORMED if it is none
     */
    public static CloudEvent read(byte[] body) {
        Read read = parse(body, reader -> {
            return reader.readEvent();
        });
        return read.event().orElseThrow(() -> read.fault().orElseThrow());
    }

    /**
     * The events of a batch, good and bad, in their order.
     *
     * @throws PipelineException MALFORMED if the body is not a JSON list, TOO_LARGE if it has more than 1,000 events
     */
    public static List<Read> readBatch(byte[] body) {
        return parse(body, reader -> {
            Json.requireList(reader.parser, "the batch");
            List<Read> events = new ArrayList<>();
            while (Json.next(reader.parser) != JsonToken.END_ARRAY) {
                if (events.size() == MAX_BATCH) {
                    throw new PipelineException(
                            ErrorCode.TOO_LARGE, "the batch has more than " + MAX_BATCH + " events; send several");
                }
                events.add(reader.readEvent());
            }
            return events;
        });
    }

    private interface Reading<T> {
        T read(CloudEventJson reader) throws IOException;
    }

    private static <T> T parse(byte[] given, Reading<T> reading) {
        byte[] body = Json.withoutMark(given, given.length);
        Utf8.require(body);
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (parser.nextToken() == null) {
                throw Json.malformed("the body is empty; expected an event");
            }
            T read = reading.read(new CloudEventJson(body, parser));
            if (parser.nextToken() != null) {
                throw Json.malformed("the body goes on after the end of the JSON");
            }
            return read;
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    /** Reads the value at which the parser stands to its end, whatever is wrong with it. */
    private Read readEvent() throws IOException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            PipelineException fault =
                    CloudEvent.malformed("the event is " + Tokens.describe(parser) + ", not an object");
            parser.skipChildren();
            return new Read(attributes, Optional.empty(), Optional.of(fault));
        }
        Data data = new Data();
        Optional<PipelineException> fault = Optional.empty();
        Set<String> seen = new HashSet<>();
        while (Json.next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Json.next(parser);
            if (name.equals("data") && fault.isEmpty() && seen.add(name)) {
                readData(data);
                continue;
            }
            try {
                if (fault.isEmpty()) {
                    Members.requireNew(seen, name, "the event");
                    readMember(name, attributes, data);
                }
            } catch (PipelineException e) {
                fault = Optional.of(e);
            }
            parser.skipChildren();
        }
        if (fault.isPresent()) {
            return new Read(attributes, Optional.empty(), fault);
        }
        try {
            CloudEvent event = new CloudEvent(attributes, data.bytes(CloudEvent.isJson(attributes)));
            return new Read(attributes, Optional.of(event), Optional.empty());
        } catch (PipelineException e) {
            return new Read(attributes, Optional.empty(), Optional.of(e));
        }
    }

    private void readData(Data data) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        data.text = parser.currentToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        Json.skip(parser);
        data.json = Optional.of(
                Arrays.copyOfRange(body, from, (int) parser.currentLocation().getByteOffset()));
    }

    private void readMember(String name, Map<String, Object> attributes, Data data) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (name.equals("data_base64")) {
            data.binary = Optional.of(base64(Json.text(parser, "the event's data_base64")));
        } else {
            attributes.put(name, attribute(name));
        }
    }

    private Object attribute(String name) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Json.text(parser, "the event's " + Tokens.clip(name));
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() != JsonParser.NumberType.INT) {
                    throw CloudEvent.malformed("the event's " + Tokens.clip(name) + " is " + Tokens.describe(parser)
                            + ", which 32 bits cannot hold");
                }
                yield parser.getLongValue();
            }
            default ->
                throw CloudEvent.malformed("the event's " + Tokens.clip(name) + " is " + Tokens.describe(parser)
                        + "; attributes are texts, whole numbers, true or false");
        };
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw CloudEvent.malformed("the event's data_base64 is not base64");
        }
    }

    /** What an event says of its data; whether a text is one or JSON shows only when all attributes are known. */
    private static final class Data {
        private Optional<byte[]> json = Optional.empty();
        private Optional<String> text = Optional.empty();
        private Optional<byte[]> binary = Optional.empty();

        Optional<byte[]> bytes(boolean isJson) {
            if (json.isPresent() && binary.isPresent()) {
                throw CloudEvent.malformed("the event has data and data_base64; give either");
            }
            if (json.isEmpty() || isJson) {
                return json.or(() -> binary);
            }
            String plain = text.orElseThrow(() -> CloudEvent.malformed(
                    "the event's data are JSON, but its datacontenttype is another; give a text or data_base64"));
            if (Utf8.hasLoneSurrogate(plain)) {
                throw CloudEvent.malformed("the event's data have half of a surrogate pair, which is not text");
            }
            return Optional.of(plain.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** An event in structured mode; its data must be JSON. */
    public static byte[] write(CloudEvent event) {
        return written((json, out) -> write(json, out, event));
    }

    /** A batch. */
    public static byte[] writeBatch(List<CloudEvent> events) {
        return written((json, out) -> {
            json.writeStartArray();
            for (CloudEvent event : events) {
                write(json, out, event);
            }
            json.writeEndArray();
        });
    }

    private interface Writing {
        void to(JsonGenerator json, OutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            writing.to(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, OutputStream out, CloudEvent event) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Object> attribute : event.attributes().entrySet()) {
            json.writeFieldName(attribute.getKey());
            if (attribute.getValue() instanceof Long number) {
                json.writeNumber(number);
            } else if (attribute.getValue() instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else {
                json.writeString((String) attribute.getValue());
            }
        }
        if (event.data().isPresent()) {
            json.writeFieldName("data");
            // nothing, so that the generator sets its colon; the bytes themselves need no generator
            json.writeRawValue("");
            json.flush();
            out.write(event.data().get());
        }
        json.writeEndObject();
    }
}
