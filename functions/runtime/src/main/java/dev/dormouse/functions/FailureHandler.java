package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Every failure of every door: status, headers and body from one table, the cause of our own faults to the log. */
final class FailureHandler implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger(FailureHandler.class);
    private static final int UNPROCESSABLE = 422;

    @Override
    public void handle(RoutingContext context) {
        if (context.response().closed() || context.failure() instanceof HttpClosedException) {
            LOG.debugf("%s %s: the client hung up", context.request().method(), context.normalizedPath());
            return;
        }
        write(context, failure(context, context.failure()));
    }

    /** What the caller is told of a failure; its cause goes to the log if it is ours. */
    static Failure failure(RoutingContext context, @Nullable Throwable thrown) {
        String trace = Trace.id(context.request().getHeader(Trace.HEADER));
        Failure failure = Failure.of(thrown, context.statusCode(), trace);
        if (failure.code() == ErrorCode.INTERNAL && !context.request().isEnded()) {
            // what fails while the body is read is the body: chunks that are none, for one
            failure = Failure.of(null, ErrorCode.MALFORMED.httpStatus(), trace);
        }
        if (!failure.trace().isEmpty()) {
            LOG.errorf(thrown, "%s %s failed, trace %s", context.request().method(), context.normalizedPath(), trace);
        }
        return failure;
    }

    /** Answers with a failure; nothing if an answer has begun already. */
    static void write(RoutingContext context, Failure failure) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        ErrorCode code = failure.code();
        boolean event = CloudEventDoor.takes(context.request());
        response.setStatusCode(event ? eventStatus(code) : code.httpStatus())
                .putHeader("Content-Type", "application/json");
        if (code == ErrorCode.OVERLOADED || code.httpStatus() == ErrorCode.UNAVAILABLE.httpStatus()) {
            response.putHeader("Retry-After", "1");
        }
        boolean ovh = context.request().path().equals("/eval");
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        response.end(Buffer.buffer(ovh ? failure.ovhJson(type) : failure.json()));
    }

    /** A broker sends an event again after any 5xx, and after 404: what would fail again must get another status. */
    private static int eventStatus(ErrorCode code) {
        boolean again = code.httpStatus() >= 500 || code == ErrorCode.NOT_FOUND;
        return again && !code.isRetryable() && code != ErrorCode.INTERNAL ? UNPROCESSABLE : code.httpStatus();
    }
}
