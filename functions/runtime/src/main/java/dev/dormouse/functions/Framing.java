package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Refuses what two servers on the way could read as different requests (RFC 9112, section 6.3). Netty takes the
 * Content-Length away from a request that also has Transfer-Encoding, so that nobody can tell any more; the connection
 * ends after every request in chunks, and what stands behind a smuggled one is never read.
 */
final class Framing implements Handler<RoutingContext> {
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    /** Marks a request that was looked at and comes again, since it was rerouted. */
    private static final String SEEN = "dormouse.framing";

    /** Those that end with the answer that is on its way. Requests that were read before that are never answered. */
    private final Set<HttpConnection> ending =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    @Override
    public void handle(RoutingContext context) {
        if (context.get(SEEN) != null) {
            context.next();
            return;
        }
        context.put(SEEN, true);
        if (ending.contains(context.request().connection())) {
            return;
        }
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

    private void endConnection(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        ending.add(connection);
        context.response().putHeader("Connection", "close");
        context.addEndHandler(ended -> connection.close());
    }
}
