package dev.dormouse.functions.deployment;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.functions.Doors;
import dev.dormouse.functions.FunctionsRecorder;
import dev.dormouse.functions.HostedPipelines;
import dev.dormouse.functions.Lifecycle;
import dev.dormouse.functions.RequestMetrics;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.StepCatalogue;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanGizmoAdaptor;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.bootstrap.workspace.WorkspaceModule;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.HotDeploymentWatchedFileBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.builditem.ShutdownListenerBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.vertx.http.deployment.RequireBodyHandlerBuildItem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The build steps, each from facts to facts: files, compiled pipelines, resources, beans, start. */
class DormouseProcessor {
    private static final Logger LOG = Logger.getLogger("dev.dormouse");

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("dormouse");
    }

    @BuildStep
    void find(
            DormouseBuildConfig config,
            CurateOutcomeBuildItem application,
            OutputTargetBuildItem target,
            BuildProducer<ManifestBuildItem> manifests,
            BuildProducer<HotDeploymentWatchedFileBuildItem> watched)
            throws IOException {
        WorkspaceModule module =
                application.getApplicationModel().getAppArtifact().getWorkspaceModule();
        Path root = module != null
                ? module.getModuleDir().toPath()
                : target.getOutputDirectory().toAbsolutePath().resolve("..").normalize();
        Path folder = root.resolve(config.pipelines());
        ManifestFiles.in(folder).forEach(file -> manifests.produce(new ManifestBuildItem(file)));
        for (Path path : ManifestFiles.watched(folder)) {
            watched.produce(new HotDeploymentWatchedFileBuildItem(path.toString()));
        }
    }

    @BuildStep
    void compile(
            List<ManifestBuildItem> manifests,
            OutputTargetBuildItem target,
            BuildProducer<CompiledPipelineBuildItem> pipelines)
            throws IOException {
        if (manifests.isEmpty()) {
            return;
        }
        Path cache = target.getOutputDirectory().resolve("dormouse-cache");
        Optional<Path> home =
                Optional.ofNullable(System.getenv("DORMOUSE_HOME")).map(Path::of);
        ManifestCompiler compiler = ManifestCompiler.create(StepCatalogue.load(), home, cache);
        StringBuilder errors = new StringBuilder();
        for (ManifestBuildItem manifest : manifests) {
            Compilation compilation = compiler.compile(manifest.file());
            String report = TextReport.of(compilation.findings());
            if (compilation.hasErrors()) {
                errors.append(report);
            } else if (!report.isEmpty()) {
                LOG.warn(report);
            }
            compilation.compiled().ifPresent(compiled -> pipelines.produce(new CompiledPipelineBuildItem(compiled)));
        }
        if (errors.length() > 0) {
            throw new ManifestErrors(errors.toString());
        }
    }

    @BuildStep
    void resources(List<CompiledPipelineBuildItem> pipelines, BuildProducer<GeneratedResourceBuildItem> resources)
            throws IOException {
        Set<String> written = new HashSet<>();
        for (CompiledPipelineBuildItem pipeline : pipelines) {
            String plan = "META-INF/dormouse/" + pipeline.name() + "/plan.json";
            if (!written.add(plan)) {
                throw new ManifestErrors("two manifests have the name '" + pipeline.name() + "'; rename one");
            }
            resources.produce(new GeneratedResourceBuildItem(plan, PlanJson.write(pipeline.plan())));
            for (Map.Entry<String, Path> file : pipeline.files().entrySet()) {
                if (written.add(file.getKey())) {
                    resources.produce(new GeneratedResourceBuildItem(
                            "META-INF/dormouse/artifacts/" + file.getKey(), Files.readAllBytes(file.getValue())));
                }
            }
        }
    }

    @BuildStep
    void functions(List<CompiledPipelineBuildItem> pipelines, BuildProducer<GeneratedBeanBuildItem> beans) {
        GeneratedBeanGizmoAdaptor output = new GeneratedBeanGizmoAdaptor(beans);
        int number = 0;
        for (CompiledPipelineBuildItem pipeline : pipelines) {
            FunctionClass.write(output, number++, pipeline.plan());
        }
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(Doors.class, Lifecycle.class, RequestMetrics.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void open(
            FunctionsRecorder recorder,
            List<CompiledPipelineBuildItem> pipelines,
            BuildProducer<SyntheticBeanBuildItem> beans,
            BuildProducer<ShutdownListenerBuildItem> listeners) {
        List<String> names =
                pipelines.stream().map(CompiledPipelineBuildItem::name).toList();
        RuntimeValue<HostedPipelines> opened = recorder.open(names);
        beans.produce(SyntheticBeanBuildItem.configure(HostedPipelines.class)
                .scope(Singleton.class)
                .unremovable()
                .runtimeValue(opened)
                .done());
        listeners.produce(new ShutdownListenerBuildItem(recorder.drain(opened)));
    }

    @BuildStep
    RequireBodyHandlerBuildItem bodies() {
        return new RequireBodyHandlerBuildItem();
    }

    @BuildStep
    void defaults(
            List<CompiledPipelineBuildItem> pipelines, BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("quarkus.http.limits.max-body-size", "${dormouse.max-body:33554432}");
        values.put("quarkus.http.body.handle-file-uploads", "false");
        values.put("quarkus.shutdown.timeout", "${dormouse.drain:25S}");
        // Funqy logs every bad request with its stack; what is worth a line is logged by the failure handler
        values.put("quarkus.log.category.\"io.quarkus.funqy\".level", "OFF");
        if (pipelines.size() == 1) {
            values.put("quarkus.funqy.export", pipelines.get(0).name());
        }
        values.forEach((key, value) -> defaults.produce(new RunTimeConfigurationDefaultBuildItem(key, value)));
    }
}
