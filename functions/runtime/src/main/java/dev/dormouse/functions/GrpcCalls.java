package dev.dormouse.functions;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Around each call, whose message is not yet read: its time for the metrics, its trace for the log, and what is no message. */
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
        return new Reading<>(timed, Contexts.interceptCall(traced, timed, headers, next));
    }

    /** Answers a message that cannot be read; grpc-java by itself would call that an error of the application. */
    private static final class Reading<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private boolean refused;

        Reading(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
            super(next);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            try {
                super.onMessage(message);
            } catch (StatusRuntimeException e) {
                refused = true;
                call.close(refusal(e.getStatus()), new Metadata());
            }
        }

        private Status refusal(Status status) {
            return status.getCause() instanceof InvalidProtocolBufferException
                    ? Status.INVALID_ARGUMENT.withDescription("the message is not what "
                            + call.getMethodDescriptor().getBareMethodName() + " takes: "
                            + status.getCause().getMessage())
                    : status;
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
