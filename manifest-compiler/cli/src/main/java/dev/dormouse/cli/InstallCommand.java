package dev.dormouse.cli;

import dev.dormouse.image.EdgeBundle;
import dev.dormouse.image.EdgeFunction;
import dev.dormouse.image.EdgeInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private RegistryTrust trust = new RegistryTrust();

    @Option(
            names = "--yaml",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where the resources are written, the current folder if left out.")
    private Path yaml = Path.of(".");

    @Option(names = "--overwrite", description = "Replace resources of those names that are there and differ.")
    private boolean overwrite;

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
        if (!Files.isDirectory(yaml) || !Files.isWritable(yaml)) {
            throw CommandFailure.unusable(
                    yaml + " is not a folder that may be written to", "--yaml with a folder that exists");
        }
        registry = registry == null ? null : registry.replaceAll("/+$", "");
        List<Path> written = ImageFailures.telling(this::install);
        environment
                .out()
                .println("Then:  kubectl apply"
                        + written.stream().map(path -> " -f " + path).reduce("", String::concat));
        return 0;
    }

    private List<Path> install() throws IOException {
        try (EdgeBundle bundle = EdgeBundle.open(file)) {
            EdgeInstall install = new EdgeInstall(
                    bundle,
                    environment.cache().resolve("pushed"),
                    line -> environment.err().println("dormouse: " + line));
            Map<Path, String> resources = resources(bundle, install);
            if (containerd != null) {
                install.containerd(containerd, namespace);
            }
            for (EdgeFunction function : bundle.functions()) {
                if (registry != null) {
                    install.registry(function, registry, trust.insecure());
                }
                environment.out().println(function.name() + ": " + image(function, install));
            }
            for (Map.Entry<Path, String> file : resources.entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
            return List.copyOf(resources.keySet());
        }
    }

    /** The files to write; one that is there with another content is not ours to replace. */
    private Map<Path, String> resources(EdgeBundle bundle, EdgeInstall install) throws IOException {
        Map<Path, String> resources = new LinkedHashMap<>();
        for (EdgeFunction function : bundle.functions()) {
            Path file = yaml.resolve(function.name() + ".yaml").normalize();
            String text = bundle.yaml(function, image(function, install));
            if (!overwrite
                    && Files.exists(file)
                    && !(Files.isRegularFile(file) && Files.readString(file).equals(text))) {
                throw CommandFailure.unusable(
                        file + " is there already and says something else",
                        "--overwrite to replace it, or --yaml with another folder");
            }
            resources.put(file, text);
        }
        return resources;
    }

    private String image(EdgeFunction function, EdgeInstall install) {
        return registry == null ? function.reference() : install.reference(function, registry);
    }
}
