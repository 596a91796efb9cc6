package dev.dormouse.functions.it;

import io.quarkus.deployment.dev.DevModeContext;
import io.quarkus.deployment.dev.DevModeMain;
import io.quarkus.maven.dependency.ArtifactKey;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Quarkus' dev mode as {@code mvn quarkus:dev} starts it, for a project without classes. The project's dependencies come
 * from the model that this module's build wrote: resolving them here would need the dev user interface, and a network.
 */
final class DevMode {
    private DevMode() {}

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(System.getProperty("dormouse.project"));
        Path target = Files.createDirectories(project.resolve("target"));
        Path classes = Files.createDirectories(target.resolve("classes"));
        DevModeContext context = new DevModeContext();
        context.setApplicationRoot(new DevModeContext.ModuleInfo.Builder()
                .setArtifactKey(ArtifactKey.ga("dev.dormouse", "dormouse-functions-integration-tests"))
                .setName("dev-mode")
                .setProjectDirectory(project.toString())
                .setClassesPath(classes.toString())
                .setResourcesOutputPath(classes.toString())
                .setTargetDir(target.toString())
                .build());
        context.setProjectDir(project.toFile());
        context.setBaseName("dev-mode");
        context.setLocalProjectDiscovery(false);
        new DevModeMain(context).start();
    }
}
