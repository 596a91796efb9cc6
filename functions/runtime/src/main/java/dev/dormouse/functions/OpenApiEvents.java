package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;
import static dev.dormouse.functions.OpenApiSchemas.reference;

import dev.dormouse.plan.Plan;
import java.util.List;
import java.util.Map;

/**
 * CloudEvents in an OpenAPI document: {@code POST /} in structured mode, and in binary mode by headers. Batches are told
 * in words only: a list as one of several bodies is more than openapi-python-client can.
 */
final class OpenApiEvents {
    private static final String STRUCTURED = CloudEventDoor.STRUCTURED;
    private static final Map<String, Object> TEXT = ordered("type", "string", "minLength", 1L);

    /** In the other modes nobody looks at them. */
    private static final Map<String, Object> HEADER = ordered("type", "string");

    private OpenApiEvents() {}

    static Map<String, Object> path(ServedPlan served) {
        Plan plan = served.plan();
        return OpenApiOperation.post(
                        "send-event",
                        "events",
                        "An event of CloudEvents 1.0, answered in its own mode. In binary mode the headers ce-specversion,"
                                + " ce-id, ce-source and ce-type are the event's, and the body its data; a list of"
                                + " events is sent as application/cloudevents-batch+json.")
                .header("ce-specversion", "In binary mode: 1.0", HEADER)
                .header("ce-id", "In binary mode", HEADER)
                .header("ce-source", "In binary mode", HEADER)
                .header("ce-type", "In binary mode", HEADER)
                .takes(contents(plan, true))
                .gives(contents(plan, false))
                .refuses(OpenApi.FAILURE, 400, 413, 415, 422, 429, 500, 503)
                // an answer that a server must not give would come again: it is a 422
                .refuses(OpenApi.FAILURE, served.callsOut() ? new int[] {504} : new int[0])
                .alone();
    }

    private static Map<String, Object> contents(Plan plan, boolean request) {
        return ordered(
                STRUCTURED,
                request
                        ? OpenApiOperation.content("event", OpenApiExamples.events(plan))
                        : OpenApiOperation.content("event-answer", Map.of()),
                MediaType.JSON,
                OpenApiOperation.content(request ? OpenApi.inputs(plan) : OpenApi.outputs(plan), Map.of()));
    }

    static Map<String, Object> schemas(Plan plan) {
        Map<String, Object> event = OpenApiSchemas.object(ordered(
                "specversion",
                ordered("type", "string", "enum", List.of("1.0"), "default", "1.0"),
                "id",
                TEXT,
                "source",
                TEXT,
                "type",
                TEXT,
                "data",
                reference(OpenApi.inputs(plan))));
        Map<String, Object> answered = ordered(
                "specversion",
                ordered("type", "string"),
                "id",
                TEXT,
                "source",
                TEXT,
                "type",
                TEXT,
                "time",
                ordered("type", "string", "format", "date-time"),
                "causationid",
                ordered("type", "string"),
                "datacontenttype",
                ordered("type", "string"),
                "data",
                reference(OpenApi.outputs(plan)));
        return ordered("event", event, "event-answer", OpenApiSchemas.object(answered));
    }
}
