package dev.dormouse.functions;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Where gRPC is spoken, if it is: {@code dormouse.grpc-port}, on the address of HTTP.
 *
 * @param port 0 for any free one
 */
record GrpcAddress(String host, int port) {
    private static final int LAST_PORT = 65535;

    GrpcAddress {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("dormouse.grpc-port must be 0 to " + LAST_PORT + ", not " + port);
        }
    }

    static Optional<GrpcAddress> from(Config config) {
        return config.getOptionalValue("dormouse.grpc-port", Integer.class)
                .map(port -> new GrpcAddress(
                        config.getOptionalValue("quarkus.http.host", String.class)
                                .orElse("0.0.0.0"),
                        port));
    }
}
