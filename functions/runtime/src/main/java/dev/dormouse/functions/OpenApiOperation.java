package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;
import static dev.dormouse.functions.OpenApiSchemas.reference;

import dev.dormouse.plan.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One operation of an OpenAPI document, in plain JSON form: what it takes, gives and refuses. */
final class OpenApiOperation {
    private final String method;
    private final Map<String, Object> operation;
    private final Map<String, Object> responses = new LinkedHashMap<>();

    private OpenApiOperation(String method, Map<String, Object> operation) {
        this.method = method;
        this.operation = operation;
    }

    /**
     * An operation that reads.
     *
     * @param id from which generators make the name of a method
     * @param group which generators put into one class
     */
    static OpenApiOperation get(String id, String group, String summary) {
        return of("get", id, group, summary);
    }

    /** The same for one that runs something. */
    static OpenApiOperation post(String id, String group, String summary) {
        return of("post", id, group, summary);
    }

    private static OpenApiOperation of(String method, String id, String group, String summary) {
        return new OpenApiOperation(method, ordered("operationId", id, "tags", List.of(group), "summary", summary));
    }

    /** A header that a request may have. */
    OpenApiOperation header(String name, String description, Map<String, Object> schema) {
        @SuppressWarnings("unchecked")
        List<Object> parameters =
                (List<Object>) operation.computeIfAbsent("parameters", none -> new ArrayList<Object>());
        parameters.add(ordered("name", name, "in", "header", "description", description, "schema", schema));
        return this;
    }

    /** @param contents of the body, by media type */
    OpenApiOperation takes(Map<String, Object> contents) {
        operation.put("requestBody", ordered("required", true, "content", contents));
        return this;
    }

    /** @param contents of the answer, by media type */
    OpenApiOperation gives(Map<String, Object> contents) {
        responses.put("200", ordered("description", "The answer", "content", contents));
        return this;
    }

    /** The same for one schema as JSON. */
    OpenApiOperation gives(String schema) {
        return gives(ordered(MediaType.JSON, content(schema, Map.of())));
    }

    /** @param failure the schema of failures: what is refused with which statuses is told under it */
    OpenApiOperation refuses(String failure, int... statuses) {
        for (int status : statuses) {
            boolean later = status == ErrorCode.OVERLOADED.httpStatus() || status == ErrorCode.UNAVAILABLE.httpStatus();
            responses.put(
                    Integer.toString(status),
                    ordered("$ref", "#/components/responses/" + failure + (later ? "Later" : "")));
        }
        return this;
    }

    /** What {@link #refuses} refers to, for one schema of failures. */
    static Map<String, Object> failures(String failure) {
        Map<String, Object> content = ordered(MediaType.JSON, content(failure, Map.of()));
        Map<String, Object> after = ordered(
                "description",
                "After how many seconds it may be sent again",
                "schema",
                ordered("type", "integer", "minimum", 0L));
        return ordered(
                failure,
                ordered("description", "What is wrong, and where", "content", content),
                failure + "Later",
                ordered(
                        "description",
                        "Not now: the queue is full, or the function is not ready",
                        "headers",
                        ordered("Retry-After", after),
                        "content",
                        content));
    }

    static Map<String, Object> content(String schema, Map<String, Object> examples) {
        Map<String, Object> content = ordered("schema", reference(schema));
        if (!examples.isEmpty()) {
            content.put("examples", examples);
        }
        return content;
    }

    /** The path item that has only this operation. */
    Map<String, Object> alone() {
        Map<String, Object> whole = new LinkedHashMap<>(operation);
        whole.put("responses", responses);
        return ordered(method, whole);
    }
}
