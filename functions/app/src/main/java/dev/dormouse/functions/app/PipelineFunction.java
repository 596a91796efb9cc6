package dev.dormouse.functions.app;

import dev.dormouse.functions.HostedPipelines;
import dev.dormouse.functions.PipelineAnswer;
import dev.dormouse.functions.PipelineBody;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The one function of this application: whatever pipeline the bundle holds. */
@Singleton
public class PipelineFunction {
    private final HostedPipelines pipelines;

    @Inject
    public PipelineFunction(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Funq(FunctionApp.FUNCTION)
    public Uni<PipelineAnswer> run(@Nullable PipelineBody body) {
        return pipelines.callOnly(body);
    }
}
