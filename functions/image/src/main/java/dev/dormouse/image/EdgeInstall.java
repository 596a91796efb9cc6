package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings the images of a verified tar to where a cluster finds them. */
public final class EdgeInstall {
    /** The label by which Kubernetes leaves an image alone when it makes room: without a network it would not come back. */
    private static final String PINNED = "io.cri-containerd.pinned=pinned";

    private final EdgeBundle bundle;
    private final PushedBlobs pushed;
    private final Consumer<String> progress;

    /** @param notes a folder in which it notes which registry has got which layers */
    public EdgeInstall(EdgeBundle bundle, Path notes, Consumer<String> progress) {
        this.bundle = bundle;
        this.pushed = new PushedBlobs(notes);
        this.progress = progress;
    }

    /**
     * Loads all images into a containerd of this machine, by tag and by digest, and pins them there.
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
            for (String name : List.of(function.tag(), function.reference())) {
                ctr(socket, namespace, "images", "label", name, PINNED);
            }
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
            String said = String.valueOf(e.getMessage());
            boolean missing = said.contains("No such file or directory") || said.contains("error: 2");
            throw new ImageException(
                    ImageException.Reason.TOOL,
                    missing ? "containerd's own tool 'ctr' was not found on the PATH" : "ctr cannot be run: " + said,
                    e);
        }
        if (!done.succeeded()) {
            throw new ImageException(
                    DiskFull.isIn(done.output()) ? ImageException.Reason.DISK_FULL : ImageException.Reason.TOOL,
                    "containerd at " + socket + " did not do 'ctr " + String.join(" ", words) + "': " + done.output());
        }
    }

    /**
     * Pushes the image of a function; what the registry has already is not sent.
     *
     * @param registry a registry and the path in it, {@code HOST/PREFIX}
     */
    public ImageReport registry(EdgeFunction function, String registry, boolean insecure) throws IOException {
        RegistryPush push = push(function, registry, insecure);
        List<ImageReport.Layer> layers = push.push(bundle.shipment(function), Optional.empty());
        return new ImageReport(
                push.repository() + "@" + function.digest(), function.digest(), bundle.platform(), layers, List.of());
    }

    /** What an image that is pushed there will be called; nothing is asked. */
    public String reference(EdgeFunction function, String registry) {
        return push(function, registry, false).repository() + "@" + function.digest();
    }

    private RegistryPush push(EdgeFunction function, String registry, boolean insecure) {
        String name = registry + "/" + function.repository() + ":" + function.version();
        return new RegistryPush(new Destination.Registry(name, insecure), pushed, progress);
    }
}
