package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Takes the Content-Encoding off a request before a door looks at its body. */
final class ContentEncoding {
    private static final String HEADER = "Content-Encoding";
    private static final String NONE = "identity";

    private ContentEncoding() {}

    /**
     * Hands on the request with its body as it was before compression.
     *
     * @param limit the largest body in bytes after decompression
     */
    static void take(RoutingContext context, long limit, Handler<RoutingContext> door) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            door.handle(context);
            return;
        }
        String encoding = encoding(context.request().getHeader(HEADER));
        if (encoding.equals(NONE)) {
            door.handle(context);
            return;
        }
        context.vertx()
                .executeBlocking(() -> decompressed(body.getBytes(), encoding, limit), false)
                .onSuccess(bytes -> {
                    ((RoutingContextInternal) context).setBody(Buffer.buffer(bytes));
                    context.request().headers().remove(HEADER);
                    try {
                        door.handle(context);
                    } catch (RuntimeException e) {
                        context.fail(e);
                    }
                })
                .onFailure(context::fail);
    }

    private static String encoding(@Nullable String header) {
        String encoding =
                header == null || header.isBlank() ? NONE : header.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case NONE, "gzip", "deflate" -> encoding;
            case "x-gzip" -> "gzip";
            default ->
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "the body has Content-Encoding " + encoding + "; this door takes gzip, deflate, or none");
        };
    }

    static byte[] decompressed(byte[] bytes, String encoding, long limit) {
        InputStream compressed = new ByteArrayInputStream(bytes);
        int most = (int) Math.min(limit, Integer.MAX_VALUE - 8);
        try (InputStream in =
                encoding.equals("gzip") ? new GZIPInputStream(compressed) : new InflaterInputStream(compressed)) {
            byte[] body = in.readNBytes(most);
            if (body.length == most && in.read() >= 0) {
                throw new PipelineException(
                        ErrorCode.TOO_LARGE,
                        "the body has more than " + limit + " bytes when decompressed (dormouse.max-body)");
            }
            return body;
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.MALFORMED, "the body is not " + encoding, e);
        }
    }
}
