package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Brings the images of a verified tar to where a cluster finds them. */
public final class EdgeInstall {
    private final EdgeBundle bundle;
    private final Consumer<String> progress;

    public EdgeInstall(EdgeBundle bundle, Consumer<String> progress) {
        this.bundle = bundle;
        this.progress = progress;
    }

    /**
     * Loads all images into a containerd of this machine, by tag and by digest.
     *
     * @param namespace {@code k8s.io} is the one that Kubernetes looks in
     * @throws ImageException if they are of another platform, or containerd does not take them
     */
    public void containerd(Path socket, String namespace) throws IOException {
        if (!bundle.platform().equals(Platform.ofThisMachine())) {
            throw new ImageException(
                    ImageException.Reason.PLATFORM,
                    bundle.file() + " holds images for " + bundle.platform() + ", this machine is "
                            + Platform.ofThisMachine());
        }
        if (!Files.exists(socket)) {
            throw new ImageException(ImageException.Reason.TOOL, "no containerd listens at " + socket);
        }
        ctr(
                socket,
                namespace,
                "images",
                "import",
                "--digests=false",
                bundle.file().toString());
        for (EdgeFunction function : bundle.functions()) {
            ctr(socket, namespace, "images", "tag", "--force", function.tag(), function.reference());
            progress.accept(function.reference());
        }
    }

    private static void ctr(Path socket, String namespace, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("ctr", "--address", socket.toString(), "--namespace", namespace));
        command.addAll(List.of(words));
        Command done;
        try {
            done = Command.run(command);
        } catch (IOException e) {
            throw new ImageException(
                    ImageException.Reason.TOOL, "containerd's own tool 'ctr' was not found on the PATH", e);
        }
        if (!done.succeeded()) {
            throw new ImageException(
                    ImageException.Reason.TOOL, "containerd at " + socket + " did not take it: " + done.output());
        }
    }

    /**
     * Pushes the image of a function; what the registry has already is not sent.
     *
     * @param registry a registry and the path in it, {@code HOST/PREFIX}
     */
    public ImageReport registry(EdgeFunction function, String registry, boolean insecure) throws IOException {
        Destination.Registry target =
                new Destination.Registry(registry + "/" + function.repository() + ":" + function.version(), insecure);
        RegistryPush push = new RegistryPush(target, progress);
        List<ImageReport.Layer> layers = push.push(bundle.shipment(function));
        return new ImageReport(
                push.repository() + "@" + function.digest(), function.digest(), bundle.platform(), layers, List.of());
    }
}
