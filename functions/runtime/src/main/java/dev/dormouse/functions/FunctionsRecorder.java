package dev.dormouse.functions;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.shutdown.ShutdownListener;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the build leaves to be done at start; the only bridge between the two. */
@Recorder
public class FunctionsRecorder {
    /** Starts opening pipelines as early as an extension can: during static initialisation. */
    public RuntimeValue<HostedPipelines> open(List<String> builtIn) {
        return new RuntimeValue<>(HostedPipelines.open(builtIn, FunctionOptions.from(ConfigProvider.getConfig())));
    }

    /** What to do when a shutdown begins, before the server closes. */
    public ShutdownListener drain(RuntimeValue<HostedPipelines> pipelines) {
        return new Drain(
                pipelines.getValue(),
                FunctionOptions.from(ConfigProvider.getConfig()).drain());
    }
}
