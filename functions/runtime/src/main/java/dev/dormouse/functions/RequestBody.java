package dev.dormouse.functions;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** The bytes of a request. */
final class RequestBody {
    /** Larger bodies are decoded off the event loop, which other requests wait for. */
    static final int DECODED_AT_ONCE = 1 << 16;

    private RequestBody() {}

    /** Hands the bytes to a decoder, on a thread that may be kept that long; what it throws fails the request. */
    static void take(RoutingContext context, Consumer<byte[]> decoder) {
        take(context, DECODED_AT_ONCE, decoder);
    }

    /** @param atOnce how long a body may be that is decoded on the event loop */
    static void take(RoutingContext context, int atOnce, Consumer<byte[]> decoder) {
        Buffer buffer = context.body().buffer();
        byte[] bytes = buffer == null ? new byte[0] : buffer.getBytes();
        if (bytes.length <= atOnce) {
            decoder.accept(bytes);
            return;
        }
        context.vertx()
                .executeBlocking(
                        () -> {
                            decoder.accept(bytes);
                            return true;
                        },
                        false)
                .onFailure(context::fail);
    }
}
