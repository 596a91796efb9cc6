package dev.dormouse.functions.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the manifests are, when the application is built. */
@ConfigMapping(prefix = "quarkus.dormouse")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface DormouseBuildConfig {
    /** The folder of the manifests, relative to the module: {@code NAME.yaml}, or folders with a {@code manifest.yaml}. */
    @WithDefault("src/main/pipelines")
    String pipelines();
}
