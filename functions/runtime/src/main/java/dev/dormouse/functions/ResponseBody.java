package dev.dormouse.functions;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Ends a response, compressed where the client takes that and it is worth it. */
final class ResponseBody {
    /** Below this, the headers weigh as much as what compression saves. */
    private static final int WORTH_IT = 256;

    private ResponseBody() {}

    static void end(RoutingContext context, String contentType, byte[] body) {
        HttpServerResponse response = context.response().putHeader("Content-Type", contentType);
        Optional<String> encoding = body.length < WORTH_IT
                ? Optional.empty()
                : encoding(context.request().getHeader("Accept-Encoding"));
        if (encoding.isEmpty()) {
            response.end(Buffer.buffer(body));
            return;
        }
        response.putHeader("Content-Encoding", encoding.get())
                .putHeader("Vary", "Accept-Encoding")
                .end(Buffer.buffer(compressed(body, encoding.get())));
    }

    /** gzip before deflate, as the header takes them; nothing for one that takes neither. */
    static Optional<String> encoding(@Nullable String accepted) {
        boolean deflate = false;
        for (String range :
                (accepted == null ? "" : accepted).toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";", 2);
            boolean refused = parts.length > 1 && parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            if (parts[0].trim().equals("gzip") && !refused) {
                return Optional.of("gzip");
            }
            deflate |= parts[0].trim().equals("deflate") && !refused;
        }
        return deflate ? Optional.of("deflate") : Optional.empty();
    }

    private static byte[] compressed(byte[] body, String encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                encoding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
