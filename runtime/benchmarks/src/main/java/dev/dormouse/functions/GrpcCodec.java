package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.InferenceRequest;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** gRPC's codec for the benchmarks, between tensors and the bytes of messages; in this package, since a function shows it to nobody. */
public final class GrpcCodec {
    private GrpcCodec() {}

    /** The request of a message, whose bytes belong to it from now on. */
    public static InferenceRequest read(byte[] message, Plan plan) {
        try {
            return InferenceMessages.read(InferRequests.read(message), plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message that answers a request. */
    public static byte[] write(InferenceRequest request, Plan plan, Map<String, Tensor> outputs) {
        return InferenceMessages.write(request, plan, outputs).toByteArray();
    }
}
