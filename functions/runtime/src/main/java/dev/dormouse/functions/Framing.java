package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Refuses what two servers on the way could read as different requests (RFC 9112, section 6.3). Netty takes the
 * Content-Length away from a request that also has Transfer-Encoding, so that nobody can tell any more; the connection
 * ends after every request in chunks, and what stands behind a smuggled one is never read.
 */
final class Framing implements Handler<RoutingContext> {
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        List<String> codings = headers.getAll(TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            endConnection(context);
        }
        if (codings.size() > 1 || codings.size() == 1 && !codings.get(0).trim().equalsIgnoreCase("chunked")) {
            throw new PipelineException(
                    ErrorCode.MALFORMED, TRANSFER_ENCODING + " is " + codings + "; this server takes chunked, once");
        }
        if (headers.getAll("Host").size() > 1 || headers.contains("")) {
            endConnection(context);
            throw new PipelineException(
                    ErrorCode.MALFORMED, "the request has several Host headers, or a header without a name");
        }
        context.next();
    }

    private static void endConnection(RoutingContext context) {
        context.response().putHeader("Connection", "close").endHandler(ended -> context.request()
                .connection()
                .close());
    }
}
