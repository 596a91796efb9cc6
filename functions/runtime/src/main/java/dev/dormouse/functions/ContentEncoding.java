package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.netty.buffer.Unpooled;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Takes the Content-Encoding off a request before a door looks at its body. */
final class ContentEncoding {
    private static final String HEADER = "Content-Encoding";
    private static final String NONE = "identity";
    private static final int PIECE = 1 << 14;

    private ContentEncoding() {}

    /**
     * Hands on the request with its body as it was before compression.
     *
     * @param limit the largest body in bytes after decompression
     * @param budget from which what it becomes is taken
     */
    static void take(RoutingContext context, long limit, BodyBudget budget, Handler<RoutingContext> door) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            door.handle(context);
            return;
        }
        // several lines are one list
        List<String> given = context.request().headers().getAll(HEADER);
        String encoding = encoding(given.isEmpty() ? null : String.join(", ", given));
        if (encoding.equals(NONE)) {
            door.handle(context);
            return;
        }
        BodyBudget.Share share = budget.of(context);
        context.vertx()
                .executeBlocking(() -> decompressed(body.getBytes(), encoding, limit, share::require), false)
                .onSuccess(bytes -> {
                    ((RoutingContextInternal) context).setBody(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
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

    /** @param grow is told how long it has become, and may refuse that */
    static byte[] decompressed(byte[] bytes, String encoding, long limit, LongConsumer grow) {
        InputStream compressed = new ByteArrayInputStream(bytes);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in =
                encoding.equals("gzip") ? new GZIPInputStream(compressed) : new InflaterInputStream(compressed)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (body.size() + read > limit) {
                    throw new PipelineException(
                            ErrorCode.TOO_LARGE,
                            "the body has more than " + limit + " bytes when decompressed (dormouse.max-body)");
                }
                grow.accept(bytes.length + (long) body.size() + read);
                body.write(piece, 0, read);
            }
            return body.toByteArray();
        } catch (EOFException e) {
            throw new PipelineException(ErrorCode.MALFORMED, "the body ends before its " + encoding + " does", e);
        } catch (IOException e) {
            String format = encoding.equals("gzip") ? "gzip" : "deflate (with zlib's header, RFC 1950)";
            throw new PipelineException(ErrorCode.MALFORMED, "the body is not " + format, e);
        }
    }
}
