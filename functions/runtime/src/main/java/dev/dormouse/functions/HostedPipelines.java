package dev.dormouse.functions;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.HostOptions;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.OutputShapes;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The pipelines of this process, by name: those built into the application, and the bundle it was started with. */
public final class HostedPipelines {
    private final Map<String, HostedPipeline> byName;
    private final CompletableFuture<Boolean> draining = new CompletableFuture<>();

    HostedPipelines(Collection<HostedPipeline> pipelines) {
        Map<String, HostedPipeline> map = new LinkedHashMap<>();
        pipelines.forEach(pipeline -> map.put(pipeline.name(), pipeline));
        this.byName = Collections.unmodifiableMap(map);
    }

    /**
     * Starts opening the built-in pipelines and the bundle of the options.
     *
     * @throws dev.dormouse.engine.BundleException if the bundle has no readable plan
     */
    static HostedPipelines open(List<String> builtIn, FunctionOptions options) {
        HostOptions hostOptions = new HostOptions(options.queue());
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Map<String, HostedPipeline> opened = new LinkedHashMap<>();
        for (String name : builtIn) {
            Plan plan = readPlan(loader, name);
            opened.put(name, HostedPipeline.open(plan, new ClasspathArtifacts(loader), hostOptions));
        }
        options.bundle()
                .map(Bundle::open)
                .ifPresent(bundle -> opened.put(
                        bundle.plan().metadata().name(), HostedPipeline.open(bundle.plan(), bundle, hostOptions)));
        return new HostedPipelines(opened.values());
    }

    private static Plan readPlan(ClassLoader loader, String name) {
        String resource = "META-INF/dormouse/" + name + "/" + Bundle.PLAN_FILE;
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the application has no " + resource);
            }
            return PlanJson.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Collection<HostedPipeline> all() {
        return byName.values();
    }

    public Optional<HostedPipeline> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The one pipeline, for doors whose paths name none.
     *
     * @throws PipelineException NOT_FOUND if there are several or none
     */
    public HostedPipeline only() {
        if (byName.size() != 1) {
            throw new PipelineException(
                    ErrorCode.NOT_FOUND,
                    byName.isEmpty()
                            ? "no pipeline is served here"
                            : "several pipelines are served here; post to the path of one: /"
                                    + String.join(", /", byName.keySet()));
        }
        return byName.values().iterator().next();
    }

    /** Completes when every pipeline is ready; exceptionally when one cannot be. */
    public CompletableFuture<Void> ready() {
        return CompletableFuture.allOf(byName.values().stream()
                .map(pipeline -> pipeline.ready().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Completes when a shutdown begins. */
    CompletionStage<?> draining() {
        return draining;
    }

    /** Every pipeline stops accepting at once; completes when all are closed. */
    CompletableFuture<Void> drain(Duration limit) {
        draining.complete(true);
        return CompletableFuture.allOf(
                byName.values().stream().map(pipeline -> pipeline.drain(limit)).toArray(CompletableFuture[]::new));
    }

    /** The body of a generated function: decodes, runs, and answers in the request's own shape. */
    public Uni<PipelineAnswer> call(String name, @Nullable PipelineBody body) {
        HostedPipeline pipeline = find(name)
                .orElseThrow(
                        () -> new PipelineException(ErrorCode.NOT_FOUND, "no pipeline '" + name + "' is served here"));
        return call(pipeline, body);
    }

    /** The same for the only pipeline. */
    public Uni<PipelineAnswer> callOnly(@Nullable PipelineBody body) {
        return call(only(), body);
    }

    /** Funqy calls functions on its own worker threads, which may be kept. */
    private static Uni<PipelineAnswer> call(HostedPipeline pipeline, @Nullable PipelineBody body) {
        DecodedInputs inputs = (body == null ? PipelineBody.EMPTY : body).decode(pipeline.plan());
        CompletionStage<PipelineAnswer> answer = pipeline.answerHere(inputs.tensors(), OutputShapes.answering(inputs));
        return Uni.createFrom().completionStage(answer);
    }
}
