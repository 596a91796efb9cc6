package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Funqy on {@code /} and {@code /NAME}: leads the plan's name to the function that serves it, and refuses
 * what Funqy would refuse without a word or not at all.
 */
final class FunctionDoor implements Handler<RoutingContext> {
    /** Marks a request that was checked and rerouted. */
    private static final String LED = "dormouse.led";

    /** The data of a structured event, byte for byte; Funqy has read them into a tree, which loses digits and names. */
    private static final String DATA = "dormouse.data";

    private static final String STRUCTURED = "application/cloudevents+json";

    private final HostedPipelines pipelines;
    private final String bundleFunction;

    /** @param bundleFunction the name under which the build knows the function that serves a bundle */
    FunctionDoor(HostedPipelines pipelines, String bundleFunction) {
        this.pipelines = pipelines;
        this.bundleFunction = bundleFunction;
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath().substring(1);
        if (context.get(LED) != null) {
            context.next();
        } else if (!path.isEmpty() && pipelines.find(path).isEmpty()) {
            context.fail(404);
        } else if (context.body().length() <= RequestBody.DECODED_AT_ONCE) {
            check(context);
            lead(context, path);
        } else {
            context.vertx()
                    .executeBlocking(
                            () -> {
                                check(context);
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

    /** The data of the structured event that is being answered; nothing for any other request. */
    static Optional<byte[]> data(@Nullable RoutingContext context) {
        return context == null ? Optional.empty() : Optional.ofNullable(context.get(DATA));
    }

    private static void check(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        Doors.requirePlainBody(context);
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        boolean event = EventCheck.isBinary(context.request().headers());
        Buffer buffer = context.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        if (type.equals(STRUCTURED)) {
            context.put(DATA, EventCheck.structured(body));
        } else if (!type.equals(MediaType.JSON)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + type + "; this function takes application/json and " + STRUCTURED);
        } else if (event) {
            EventCheck.binary(context.request().headers(), body);
        } else {
            EventCheck.requireObject(body);
            context.request().headers().set("Content-Type", MediaType.JSON);
        }
    }
}
