package dev.dormouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is printed when a function is ready: its addresses, and a request to copy. */
final class Greeting {
    private static final int LONGEST_BODY = 300;
    private static final JsonFactory JSON = new JsonFactory();

    private final Plan plan;
    private final String url;
    private final Path cache;

    Greeting(Plan plan, String url, Path cache) {
        this.plan = plan;
        this.url = url;
        this.cache = cache;
    }

    String text(double seconds) throws IOException {
        String name = plan.metadata().name();
        String title = (name + " " + plan.metadata().version()).strip();
        return String.format(Locale.ROOT, "%s is ready after %.1f s%n", title, seconds)
                + "  function  " + url + "/" + name + "   (JSON, or a CloudEvent)\n"
                + "  eval      " + url + "/eval\n"
                + "  describe  " + url + "/describe\n"
                + "  health    " + url + "/q/health\n"
                + "  metrics   " + url + "/metrics\n"
                + "Ask it:\n  " + curl("") + "\n";
    }

    /** A request to copy; {@code header} is one more option of curl's. */
    String curl(String header) throws IOException {
        return "curl -s " + url + "/eval " + (header.isEmpty() ? "" : header + " ")
                + "-H 'Content-Type: application/json' -d " + body();
    }

    /** The first example's inputs, quoted for a shell; long ones are put into a file. */
    private String body() throws IOException {
        Map<String, Object> inputs =
                plan.examples().isEmpty() ? sample() : plan.examples().get(0).inputs();
        byte[] json = json(inputs);
        if (json.length <= LONGEST_BODY) {
            return "'" + new String(json, StandardCharsets.UTF_8).replace("'", "'\\''") + "'";
        }
        Path folder = Files.createDirectories(cache.resolve("requests"));
        Path file = folder.resolve(Digests.sha256(json).substring(0, 16) + ".json");
        Files.write(file, json);
        return "@" + file;
    }

    private Map<String, Object> sample() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (Port port : plan.inputs()) {
            inputs.put(port.name(), sample(port.type(), 0));
        }
        return inputs;
    }

    private static Object sample(TensorType type, int axis) {
        if (axis == type.rank()) {
            return switch (type.datatype()) {
                case STRING -> "text";
                case BYTES -> "AAAA";
                case BOOL -> true;
                case FP16, FP32, FP64 -> 0.5;
                default -> 1L;
            };
        }
        Object element = sample(type, axis + 1);
        long size = type.dim(axis) instanceof Dim.Fixed fixed ? Math.min(fixed.size(), 1024) : 1;
        return Collections.nCopies((int) size, element);
    }

    private static byte[] json(Map<String, Object> inputs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, inputs);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }
}
