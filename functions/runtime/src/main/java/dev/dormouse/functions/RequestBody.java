package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a request, without their Content-Encoding. */
final class RequestBody {
    /** Larger bodies are decoded off the event loop, which other requests wait for. */
    static final int DECODED_AT_ONCE = 1 << 16;

    private RequestBody() {}

    /**
     * Hands the bytes to a decoder, on a thread that may be kept that long; what it throws fails the request.
     *
     * @param limit the largest body in bytes, also after decompression
     */
    static void take(RoutingContext context, long limit, Consumer<byte[]> decoder) {
        take(context, limit, DECODED_AT_ONCE, decoder);
    }

    /** @param atOnce how long a body may be that is decoded on the event loop */
    static void take(RoutingContext context, long limit, int atOnce, Consumer<byte[]> decoder) {
        String encoding = encoding(context.request().getHeader("Content-Encoding"));
        Buffer buffer = context.body().buffer();
        byte[] bytes = buffer == null ? new byte[0] : buffer.getBytes();
        if (encoding.equals("identity") && bytes.length <= atOnce) {
            decoder.accept(bytes);
            return;
        }
        context.vertx()
                .executeBlocking(
                        () -> {
                            decoder.accept(decompressed(bytes, encoding, limit));
                            return true;
                        },
                        false)
                .onFailure(context::fail);
    }

    private static String encoding(@Nullable String header) {
        String encoding =
                header == null || header.isBlank() ? "identity" : header.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity", "gzip", "deflate" -> encoding;
            case "x-gzip" -> "gzip";
            default ->
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "the body has Content-Encoding " + encoding + "; this door takes gzip, deflate, or none");
        };
    }

    static byte[] decompressed(byte[] bytes, String encoding, long limit) {
        if (encoding.equals("identity")) {
            return bytes;
        }
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
