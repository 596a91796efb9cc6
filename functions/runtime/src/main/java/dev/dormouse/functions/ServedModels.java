package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.InferenceAnswer;
import java.util.Collection;

/** The pipelines as the Open Inference Protocol's models, in a repository that never changes; the same over REST and gRPC. */
final class ServedModels {
    private final HostedPipelines pipelines;
    private final String list;

    /** @param list how a caller of this door lists the models */
    ServedModels(HostedPipelines pipelines, String list) {
        this.pipelines = pipelines;
        this.list = list;
    }

    Collection<HostedPipeline> all() {
        return pipelines.all();
    }

    /**
     * The pipeline of a name.
     *
     * @param version empty for the one that is served
     * @throws PipelineException NOT_FOUND
     */
    HostedPipeline find(String name, String version) {
        HostedPipeline found = pipelines.find(name).orElseThrow(() -> notFound("model '" + name + "'"));
        String served = InferenceAnswer.version(found.plan());
        if (!version.isEmpty() && !version.equals(served)) {
            throw notFound("version '" + version + "' of '" + name + "', only " + served);
        }
        return found;
    }

    private PipelineException notFound(String what) {
        return new PipelineException(ErrorCode.NOT_FOUND, "there is no " + what + "; " + list + " tells what there is");
    }

    /** @throws PipelineException UNAVAILABLE */
    static void requireReady(HostedPipeline pipeline) {
        if (!pipeline.isReady()) {
            throw new PipelineException(ErrorCode.UNAVAILABLE, "'" + pipeline.name() + "' is not ready");
        }
    }

    /** What an unload is answered with. */
    static PipelineException staysLoaded(HostedPipeline pipeline) {
        return new PipelineException(
                ErrorCode.INVALID_INPUT,
                "'" + pipeline.name() + "' stays loaded as long as this function runs; it sleeps when nobody calls it");
    }
}
