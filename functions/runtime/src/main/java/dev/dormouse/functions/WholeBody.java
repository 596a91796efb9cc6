package dev.dormouse.functions;

import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * Keeps Vert.x from taking forms apart, which would leave a door without the body's bytes: their Content-Type is put
 * away while the body is read.
 */
final class WholeBody {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String PUT_AWAY = "dormouse.content-type";

    private WholeBody() {}

    /** Before the body is read. */
    static void ask(RoutingContext context) {
        String type = context.request().getHeader(CONTENT_TYPE);
        if (type != null && type.toLowerCase(Locale.ROOT).contains("multipart/form-data")) {
            context.put(PUT_AWAY, type);
            context.request().headers().set(CONTENT_TYPE, "application/octet-stream");
        }
        context.next();
    }

    /** When it has been read. */
    static void taken(RoutingContext context) {
        String type = context.get(PUT_AWAY);
        if (type != null) {
            context.request().headers().set(CONTENT_TYPE, type);
        }
    }
}
