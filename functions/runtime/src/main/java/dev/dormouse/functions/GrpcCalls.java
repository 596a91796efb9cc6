package dev.dormouse.functions;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Around each call: its time for the metrics, and its trace for the log. */
final class GrpcCalls implements ServerInterceptor {
    private static final Context.Key<String> TRACE = Context.key("dormouse-trace");
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of(Trace.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final RequestMetrics metrics;

    GrpcCalls(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    /** The trace of the call that a context belongs to. */
    static String trace(Context context) {
        String trace = TRACE.get(context);
        return trace == null ? Trace.id(null) : trace;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long start = System.nanoTime();
        ServerCall<Q, A> timed = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                metrics.add("grpc", status.getCode().name(), System.nanoTime() - start);
                super.close(status, trailers);
            }
        };
        Context traced = Context.current().withValue(TRACE, Trace.id(headers.get(TRACEPARENT)));
        return Contexts.interceptCall(traced, timed, headers, next);
    }
}
