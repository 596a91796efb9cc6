package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Stands before Funqy on {@code /} and {@code /NAME}: answers events, leads the plan's name to the function that serves
 * it, and refuses what Funqy would refuse without a word or not at all.
 */
final class FunctionDoor implements Handler<RoutingContext> {
    /** Marks a request that was checked and rerouted. */
    private static final String LED = "dormouse.led";

    private final HostedPipelines pipelines;
    private final CloudEventDoor events;
    private final String bundleFunction;

    /** @param bundleFunction the name under which the build knows the function that serves a bundle */
    FunctionDoor(HostedPipelines pipelines, CloudEventDoor events, String bundleFunction) {
        this.pipelines = pipelines;
        this.events = events;
        this.bundleFunction = bundleFunction;
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath().substring(1);
        if (context.get(LED) != null) {
            context.next();
        } else if (!path.isEmpty() && pipelines.find(path).isEmpty()) {
            context.fail(404);
        } else if (context.request().method().equals(HttpMethod.OPTIONS)) {
            CloudEventDoor.allow(context);
        } else if (CloudEventDoor.takes(context.request())) {
            Doors.requireMethod(context, "POST");
            events.handle(context, path);
        } else {
            Doors.requireMethod(context, "POST");
            plain(context, path);
        }
    }

    private void plain(RoutingContext context, String path) {
        if (context.body().length() <= RequestBody.DECODED_AT_ONCE) {
            requireJson(context);
            lead(context, path);
        } else {
            context.vertx()
                    .executeBlocking(
                            () -> {
                                requireJson(context);
                                return true;
                            },
                            false)
                    .onSuccess(checked -> lead(context, path))
                    .onFailure(context::fail);
        }
    }

    private void lead(RoutingContext context, String path) {
        if (path.isEmpty() || bundleFunction.isEmpty()) {
            context.next();
        } else {
            context.put(LED, path).reroute("/" + bundleFunction);
        }
    }

    /** A request that is no JSON object by its type or its first bytes is refused; Funqy would do so without a word. */
    static void requireJson(RoutingContext context) {
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        if (!type.equals(MediaType.JSON)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + type + "; this function takes application/json and CloudEvents");
        }
        Buffer body = context.body().buffer();
        requireObject(body == null ? Buffer.buffer() : body);
        context.request().headers().set("Content-Type", MediaType.JSON);
    }

    /** Funqy would refuse what is no JSON object at all without a word. */
    private static void requireObject(Buffer body) {
        int at = 0;
        while (at < body.length() && " \n\r\t".indexOf(body.getByte(at)) >= 0) {
            at++;
        }
        boolean mark = at + 2 < body.length() && body.getByte(at) == (byte) 0xEF;
        if (!mark && (at == body.length() || body.getByte(at) != '{')) {
            throw new PipelineException(
                    ErrorCode.MALFORMED,
                    "the body is " + (at == body.length() ? "empty" : "not a JSON object")
                            + "; expected a JSON object of the inputs");
        }
    }
}
