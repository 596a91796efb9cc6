package dev.dormouse.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plan to {@code plan.json} and back. Keys stand in a fixed order, so that equal plans are equal bytes. */
public final class PlanJson {
    /** The only format version that is read. */
    public static final long FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private PlanJson() {}

    public static byte[] write(Plan plan) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("metadata", metadata(plan.metadata()));
        List<Object> inputs = new ArrayList<>();
        plan.inputs().forEach(port -> inputs.add(typed(port.name(), port.type())));
        root.put("inputs", inputs);
        List<Object> slots = new ArrayList<>();
        plan.slots().forEach(slot -> slots.add(typed(slot.name(), slot.type())));
        root.put("slots", slots);
        List<Object> steps = new ArrayList<>();
        plan.steps().forEach(step -> steps.add(StepJson.of(step)));
        root.put("steps", steps);
        Map<String, Object> outputs = new LinkedHashMap<>();
        plan.outputs().forEach(output -> outputs.put(output.name(), (long) output.slot()));
        root.put("outputs", outputs);
        List<Object> examples = new ArrayList<>();
        plan.examples().forEach(example -> examples.add(example(example)));
        root.put("examples", examples);
        root.put("execution", execution(plan.execution()));
        return encode(root);
    }

    /**
     * Reads a plan; members that this format does not have are passed over.
     *
     * @throws IllegalArgumentException if the bytes are not a plan of this format; the message says where
     */
    public static Plan read(byte[] json) {
        JsonObject root = new JsonObject("plan", decode(json));
        if (root.integer("format") != FORMAT) {
            throw new IllegalArgumentException("plan.json has format " + root.integer("format")
                    + ", this runtime reads " + FORMAT + "; compile the manifest again");
        }
        List<Port> inputs = root.objects("inputs").stream()
                .map(port -> new Port(port.string("name"), TensorType.parse(port.string("type"))))
                .toList();
        List<Plan.Slot> slots = root.objects("slots").stream()
                .map(slot -> new Plan.Slot(slot.string("name"), TensorType.parse(slot.string("type"))))
                .toList();
        List<Plan.PlanStep> steps =
                root.objects("steps").stream().map(StepJson::read).toList();
        List<Plan.Output> outputs = root.slots("outputs").entrySet().stream()
                .map(output -> new Plan.Output(output.getKey(), output.getValue()))
                .toList();
        List<Plan.Example> examples = root.objects("examples").stream()
                .map(example ->
                        new Plan.Example(example.map("inputs"), example.map("outputs"), example.number("tolerance")))
                .toList();
        return new Plan(
                readMetadata(root.object("metadata")),
                inputs,
                slots,
                steps,
                outputs,
                examples,
                readExecution(root.object("execution")));
    }

    /** Any plain value (maps, lists, strings, numbers, booleans, null) as indented JSON with a final newline; numbers that JSON lacks are null. */
    public static byte[] encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator generator = JSON.createGenerator(out).setPrettyPrinter(printer)) {
            writeValue(generator, value);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * A JSON document as plain values: objects are ordered maps, integers are longs or, beyond those, {@link
     * java.math.BigInteger}, other numbers doubles.
     *
     * @throws IllegalArgumentException if it is not JSON or a name stands twice in an object; the message says where
     */
    public static @Nullable Object decode(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            parser.nextToken();
            Object value = readValue(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more after the end of the JSON document");
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new IllegalArgumentException(
                    place == null
                            ? "not JSON that can be read: " + e.getOriginalMessage()
                            : "not JSON, as line " + place.getLineNr() + ", column " + place.getColumnNr() + " shows",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none: the bytes are in memory
        }
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("an empty document is not JSON");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, readValue(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                writeValue(generator, element);
            }
            generator.writeEndArray();
        } else if ((value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue())) {
            generator.writeNull();
        } else {
            generator.writeObject(value);
        }
    }

    private static Map<String, Object> metadata(Plan.Metadata metadata) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", metadata.name());
        map.put("version", metadata.version());
        map.put("description", metadata.description());
        map.put("labels", metadata.labels());
        map.put("annotations", metadata.annotations());
        return map;
    }

    private static Plan.Metadata readMetadata(JsonObject json) {
        return new Plan.Metadata(
                json.string("name"),
                json.string("version"),
                json.string("description"),
                json.strings("labels"),
                json.strings("annotations"));
    }

    private static Map<String, Object> typed(String name, TensorType type) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("type", type.toString());
        return map;
    }

    private static Map<String, Object> example(Plan.Example example) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("inputs", example.inputs());
        map.put("outputs", example.outputs());
        map.put("tolerance", example.tolerance());
        return map;
    }

    private static Map<String, Object> execution(Plan.Execution execution) {
        Map<String, Object> map = new LinkedHashMap<>();
        execution.batchDim().ifPresent(dim -> map.put("batchDim", dim));
        Plan.Scale scale = execution.scale();
        Map<String, Object> scaleMap = new LinkedHashMap<>();
        scaleMap.put("min", (long) scale.min());
        scaleMap.put("max", (long) scale.max());
        scaleMap.put("concurrency", (long) scale.concurrency());
        map.put("scale", scaleMap);
        execution.batching().ifPresent(batching -> {
            Map<String, Object> batchingMap = new LinkedHashMap<>();
            batchingMap.put("maxSize", (long) batching.maxSize());
            batchingMap.put("maxDelayMicros", batching.maxDelayMicros());
            map.put("batching", batchingMap);
        });
        Map<String, Object> events = new LinkedHashMap<>();
        events.put("type", execution.events().type());
        events.put("source", execution.events().source());
        map.put("events", events);
        map.put("resources", execution.resources());
        return map;
    }

    private static Plan.Execution readExecution(JsonObject json) {
        JsonObject scale = json.object("scale");
        JsonObject events = json.object("events");
        return new Plan.Execution(
                json.has("batchDim") ? Optional.of(json.string("batchDim")) : Optional.empty(),
                new Plan.Scale(scale.intValue("min"), scale.intValue("max"), scale.intValue("concurrency")),
                json.has("batching")
                        ? Optional.of(new Plan.Batching(
                                json.object("batching").intValue("maxSize"),
                                json.object("batching").integer("maxDelayMicros")))
                        : Optional.empty(),
                new Plan.Events(events.string("type"), events.string("source")),
                json.map("resources"));
    }
}
