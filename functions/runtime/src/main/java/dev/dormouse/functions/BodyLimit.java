package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Refuses bodies that announce more bytes than the limit, or than are left for all, before one of them is kept. The bytes are read and dropped, as
 * far as that is bearable: a client that is still sending when the connection closes never sees the answer.
 */
final class BodyLimit implements Handler<RoutingContext> {
    private static final long DROPPED = 1L << 30;

    private final long limit;
    private final BodyBudget budget;

    BodyLimit(long limit, BodyBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        long announced = announced(request.getHeader("Content-Length"));
        if (announced > limit) {
            String message =
                    "the body has " + announced + " bytes; at most " + limit + " are taken (dormouse.max-body)";
            refuse(context, announced, new Failure(ErrorCode.TOO_LARGE, message, Optional.empty(), ""));
            return;
        }
        // a body in chunks may become as long as any
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        try {
            budget.of(context).require(chunked ? limit : announced);
        } catch (PipelineException e) {
            refuse(context, announced, Failure.of(e, -1, ""));
            return;
        }
        context.next();
    }

    private static void refuse(RoutingContext context, long announced, Failure failure) {
        HttpServerRequest request = context.request();
        if (announced > DROPPED || "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().putHeader("Connection", "close");
            FailureHandler.write(context, failure);
            return;
        }
        request.handler(dropped -> {});
        request.endHandler(end -> FailureHandler.write(context, failure));
        request.resume();
    }

    private static long announced(String header) {
        if (header == null || header.length() > 18) {
            return header == null ? 0 : Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(header.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
