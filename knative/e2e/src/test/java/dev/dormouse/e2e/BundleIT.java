package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Functions that come as one file: into the node's containerd, with no registry on the way, and into a registry. */
@Tag("e2e")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BundleIT {
    private static final Pattern INSTALLED = Pattern.compile("(?m)^wine: (\\S+@sha256:[0-9a-f]{64})$");

    @Test
    @EnabledIfEnvironmentVariable(named = Node.SOCKET, matches = ".+", disabledReason = Node.WHY_NOT)
    void intoContainerd(@TempDir Path folder) throws Exception {
        String image = installed(folder, "--containerd", Node.socket());
        assertThat(image).startsWith("dev.local/wine@");
        try {
            assertAnswers(folder);
        } finally {
            Node.forget(image);
        }
    }

    @Test
    void intoARegistry(@TempDir Path folder) throws Exception {
        String image = installed(folder, "--to", Cluster.registry() + "/edge", "--insecure-registry");
        assertThat(image).startsWith(Cluster.registry() + "/edge/wine@");
        assertAnswers(folder);
    }

    /** Bundles and installs; gives the image that the written resources name. */
    private static String installed(Path folder, Object... where) throws Exception {
        Path wine = Pipelines.copy("wine", folder, "wine");
        Path file = folder.resolve("edge.tar");
        Dormouse bundle = Dormouse.call("bundle", wine, "-o", file);
        assertThat(bundle.status()).as(bundle.output()).isZero();
        Object[] words = new Object[where.length + 4];
        System.arraycopy(new Object[] {"install", file, "--yaml", folder}, 0, words, 0, 4);
        System.arraycopy(where, 0, words, 4, where.length);
        Dormouse install = Dormouse.call(words);
        assertThat(install.status()).as(install.output()).isZero();
        Matcher installed = INSTALLED.matcher(install.printed());
        assertThat(installed.find()).as(install.printed()).isTrue();
        assertThat(folder.resolve("wine.yaml")).content().contains("image: " + installed.group(1));
        return installed.group(1);
    }

    private static void assertAnswers(Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(BundleIT.class)) {
            for (HasMetadata resource : cluster.client()
                    .load(Files.newInputStream(folder.resolve("wine.yaml")))
                    .items()) {
                resource.getMetadata().setNamespace(cluster.namespace());
                cluster.client().resource(resource).create();
            }
            Function function = new Function(cluster, "wine");
            assertThat(function.post(Pipelines.WINE_SECOND).body()).contains("class_1");
        }
    }
}
