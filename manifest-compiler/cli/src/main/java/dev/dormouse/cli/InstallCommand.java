package dev.dormouse.cli;

import dev.dormouse.image.EdgeBundle;
import dev.dormouse.image.EdgeFunction;
import dev.dormouse.image.EdgeInstall;
import dev.dormouse.image.ImageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Unpacks what {@code bundle} packed, on a machine without a network. */
@Command(
        name = "install",
        description = {
            "Brings the images of a bundle's file into this machine's containerd or into a registry,"
                    + " and writes the resources for kubectl.",
            "Verifies every digest before it changes anything."
        })
final class InstallCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE.tar", description = "What 'dormouse bundle' wrote.")
    private Path file = Path.of("");

    @Option(names = "--containerd", paramLabel = "SOCKET", description = "Load the images into this containerd.")
    private @Nullable Path containerd;

    @Option(
            names = "--containerd-namespace",
            paramLabel = "NAME",
            defaultValue = "k8s.io",
            description = "containerd's namespace, ${DEFAULT-VALUE} (Kubernetes') if left out.")
    private String namespace = "";

    @Option(names = "--to", paramLabel = "HOST/PREFIX", description = "Push the images into this registry.")
    private @Nullable String registry;

    @Option(
            names = "--insecure-registry",
            description = "Speak plain http, or https with any certificate; to this machine plain http always goes.")
    private boolean insecure;

    @Option(
            names = "--yaml",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where the resources are written, the current folder if left out.")
    private Path yaml = Path.of(".");

    InstallCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if ((containerd == null) == (registry == null)) {
            throw CommandFailure.unusable(
                    "install needs either --containerd SOCKET or --to HOST/PREFIX",
                    "dormouse install " + file + " --containerd /run/containerd/containerd.sock");
        }
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.unusable(file + " is not a file", "a file that 'dormouse bundle' wrote");
        }
        if (!Files.isDirectory(yaml)) {
            throw CommandFailure.unusable(yaml + " is not a folder", "--yaml with a folder that exists");
        }
        List<Path> written = ImageFailures.telling(this::install);
        environment
                .out()
                .println("Then:  kubectl apply"
                        + written.stream().map(path -> " -f " + path).reduce("", String::concat));
        return 0;
    }

    private List<Path> install() throws IOException {
        try (EdgeBundle bundle = EdgeBundle.open(file)) {
            EdgeInstall install =
                    new EdgeInstall(bundle, line -> environment.err().println("dormouse: " + line));
            if (containerd != null) {
                install.containerd(containerd, namespace);
            }
            List<Path> written = new ArrayList<>();
            for (EdgeFunction function : bundle.functions()) {
                String image = function.reference();
                if (registry != null) {
                    ImageReport report = install.registry(function, registry.replaceAll("/+$", ""), insecure);
                    image = report.reference();
                }
                Path resources = yaml.resolve(function.name() + ".yaml").normalize();
                Files.writeString(resources, bundle.yaml(function, image));
                environment.out().println(function.name() + ": " + image);
                written.add(resources);
            }
            return written;
        }
    }
}
