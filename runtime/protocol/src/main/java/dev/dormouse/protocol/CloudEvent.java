package dev.dormouse.protocol;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event of CloudEvents 1.0.
 *
 * @param attributes by name, the extensions among them; a value is a String, a Boolean or a Long
 * @param data empty if it has none; of the type {@code datacontenttype}, JSON in UTF-8 if it has none
 */
public record CloudEvent(Map<String, Object> attributes, Optional<byte[]> data) {
    /** The attributes that the specification names; all others are extensions. */
    private static final Set<String> KNOWN =
            Set.of("id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject", "time");

    static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    /** The extension "correlation" of the specification: the id of the event that brought this one about. */
    private static final String CAUSE = "causationid";

    /**
     * Checks the attributes.
     *
     * @throws PipelineException MALFORMED if one is missing, has no lawful name or value, or the version is not 1.0
     */
    public CloudEvent {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        for (String name : REQUIRED) {
            if (!(attributes.get(name) instanceof String text) || text.isBlank()) {
                throw malformed("the event has no " + name);
            }
        }
        attributes.forEach(CloudEvent::check);
    }

    private static void check(String name, Object value) {
        if (!NAME.matcher(name).matches()) {
            throw malformed("the event has an attribute '" + Tokens.clip(name) + "'; names are a-z and 0-9");
        }
        if (KNOWN.contains(name) && !(value instanceof String)) {
            throw malformed("the event's " + name + " is " + value + ", not a text");
        }
        if (name.equals("specversion") && !value.equals("1.0")) {
            throw malformed("the event has specversion '" + Tokens.clip((String) value) + "'; this function takes 1.0");
        }
        if (name.equals("time") && !isTime((String) value)) {
            throw malformed("the event's time is '" + Tokens.clip((String) value) + "', not as RFC 3339 has it");
        }
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static PipelineException malformed(String message) {
        return new PipelineException(ErrorCode.MALFORMED, message);
    }

    public String id() {
        return text("id");
    }

    public String type() {
        return text("type");
    }

    /** The media type of the data in lower case, without parameters. */
    public String mediaType() {
        return mediaType(attributes.get("datacontenttype"));
    }

    private String text(String required) {
        return String.valueOf(attributes.get(required));
    }

    private static String mediaType(@Nullable Object contentType) {
        if (!(contentType instanceof String text) || text.isBlank()) {
            return "application/json";
        }
        return HeaderValue.withoutParameters(text);
    }

    public boolean isJson() {
        return isJson(attributes);
    }

    /** Whether the data of an event with these attributes are JSON. */
    static boolean isJson(Map<String, Object> attributes) {
        String type = mediaType(attributes.get("datacontenttype"));
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    /**
     * The event that answers one with these attributes: its extensions are kept, and its id is the cause.
     *
     * @param json the data
     */
    public static CloudEvent answering(
            Map<String, Object> cause, String id, String type, String source, Instant time, byte[] json) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id);
        attributes.put("source", source);
        attributes.put("type", type);
        attributes.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        attributes.put("datacontenttype", "application/json");
        cause.forEach((name, value) -> {
            if (!KNOWN.contains(name) && NAME.matcher(name).matches()) {
                attributes.put(name, value);
            }
        });
        if (cause.get("id") instanceof String causing && !causing.isBlank()) {
            attributes.put(CAUSE, causing);
        }
        return new CloudEvent(attributes, Optional.of(json));
    }
}
