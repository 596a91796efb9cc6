package dev.dormouse.knative.resources;

import java.util.Optional;

/**
 * Where and how a plan is deployed, beside what the plan itself says.
 *
 * @param name the function's name on the cluster
 * @param namespace empty leaves it to the client
 * @param image a reference, by digest where it matters which bytes run
 */
public record DeployOptions(String name, Optional<String> namespace, String image, Door door) {
    /** What a pod's one serving port speaks. */
    public enum Door {
        HTTP("http1", 8080),
        /** gRPC over HTTP/2 without TLS. */
        H2C("h2c", 9000);

        private final String portName;
        private final int port;

        Door(String portName, int port) {
            this.portName = portName;
            this.port = port;
        }

        String portName() {
            return portName;
        }

        int port() {
            return port;
        }
    }

    /** @throws RefusedName if the cluster would refuse one of them */
    public DeployOptions {
        NameRules.checkFunction(name);
        namespace.ifPresent(NameRules::checkNamespace);
        NameRules.checkImage(image);
    }

    /** Over HTTP, in whatever namespace. */
    public static DeployOptions of(String name, String image) {
        return new DeployOptions(name, Optional.empty(), image, Door.HTTP);
    }

    public DeployOptions withNamespace(String other) {
        return new DeployOptions(name, Optional.of(other), image, door);
    }

    public DeployOptions withDoor(Door other) {
        return new DeployOptions(name, namespace, image, other);
    }

    /** Whether the reference names the image's bytes, whatever happens to a tag. */
    public boolean isPinned() {
        return image.contains("@sha256:");
    }
}
