package dev.dormouse.benchmarks;

import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.dormouse.functions.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;

/** {@code ModelInfer} of a running function by grpc-java, one channel a client; messages are made beforehand, but written by each call. */
record GrpcTarget(String name, int port, List<ModelInferRequest> requests) implements Target {
    GrpcTarget {
        requests = List.copyOf(requests);
    }

    @Override
    public Client open() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        return new Client() {
            @Override
            public void call(int request) {
                if (stub.modelInfer(requests.get(request)).getOutputsCount() == 0) {
                    throw new IllegalStateException("an answer without outputs");
                }
            }

            @Override
            public void close() {
                channel.shutdownNow();
            }
        };
    }
}
