package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Datatype;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers in JSON to {@link Elements}, numbers by their digits: no number type of a parser stands between. */
final class JsonAnswers {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Datatype> datatypes;

    JsonAnswers(Plan plan) {
        datatypes = plan.outputs().stream()
                .collect(Collectors.toMap(
                        Plan.Output::name, output -> plan.typeOf(output).datatype()));
    }

    /** {@code {"name": lists, …}}. */
    Map<String, Elements> plain(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return outputs(parser);
        }
    }

    /** The data of an event. */
    Map<String, Elements> event(byte[] json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return data(parser);
        }
    }

    /** The data of a batch of events. */
    List<Map<String, Elements>> events(byte[] json) throws IOException {
        List<Map<String, Elements>> events = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                events.add(data(parser));
            }
        }
        return events;
    }

    private Map<String, Elements> data(JsonParser parser) throws IOException {
        Map<String, Elements> data = Map.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("data")) {
                data = outputs(parser);
            } else {
                parser.skipChildren();
            }
        }
        return data;
    }

    private Map<String, Elements> outputs(JsonParser parser) throws IOException {
        Map<String, Elements> outputs = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            assertThat(datatypes).containsKey(name);
            outputs.put(name, lists(parser, datatypes.get(name)));
        }
        return outputs;
    }

    private static Elements lists(JsonParser parser, Datatype datatype) throws IOException {
        List<String> values = new ArrayList<>();
        List<Long> shape = new ArrayList<>();
        shape(parser, datatype, 0, shape, values);
        return new Elements(datatype, shape, values);
    }

    private static void shape(JsonParser parser, Datatype datatype, int depth, List<Long> shape, List<String> values)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            boolean none = parser.currentToken() == JsonToken.VALUE_NULL;
            values.add(Elements.parsed(datatype, none ? null : parser.getText()));
            return;
        }
        if (shape.size() == depth) {
            shape.add(-1L);
        }
        long length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            shape(parser, datatype, depth + 1, shape, values);
            length++;
        }
        assertThat(shape.get(depth)).isIn(-1L, length);
        shape.set(depth, length);
    }

    /** The {@code outputs} of the Open Inference Protocol, whose data are flat. */
    Map<String, Elements> inference(byte[] json) throws IOException {
        Map<String, Elements> outputs = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            while (!"outputs".equals(parser.nextFieldName())) {
                assertThat(parser.currentToken()).isNotNull();
            }
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                output(parser, outputs);
            }
        }
        return outputs;
    }

    private void output(JsonParser parser, Map<String, Elements> outputs) throws IOException {
        String name = "";
        List<String> shape = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Datatype datatype = Datatype.BOOL;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> {
                    name = parser.getText();
                    datatype = datatypes.get(name);
                }
                case "datatype" -> assertThat(parser.getText()).isEqualTo(datatype.protocolName());
                case "shape" -> shape(parser, Datatype.INT64, 0, new ArrayList<>(), shape);
                case "data" -> shape(parser, datatype, 0, new ArrayList<>(), values);
                default -> parser.skipChildren();
            }
        }
        outputs.put(
                name, new Elements(datatype, shape.stream().map(Long::valueOf).toList(), values));
    }
}
