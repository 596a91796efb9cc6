package dev.dormouse.compiler.trial;

import dev.dormouse.compiler.check.Checked;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.BundleException;
import dev.dormouse.engine.Examples;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.CacheFolder;
import dev.dormouse.step.Signature;
import dev.dormouse.step.StepCatalogue;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the pipeline and runs it: the last check, and the only one that needs engines. */
public final class Trial {
    private final Manifest manifest;
    private final Checked checked;
    private final StepCatalogue catalogue;
    private final Findings findings;
    private final Set<String> ran = ConcurrentHashMap.newKeySet();

    public Trial(Manifest manifest, Checked checked, StepCatalogue catalogue, Findings findings) {
        this.manifest = manifest;
        this.checked = checked;
        this.catalogue = catalogue;
        this.findings = findings;
    }

    /** The plan with what was learnt; findings say what failed. */
    public Plan run() {
        Outward outward = Outward.of(checked, catalogue);
        if (!outward.isComplete(System.getenv(), findings)) {
            return withBatchDim(Optional.empty());
        }
        Optional<Pipeline> opened = open();
        if (opened.isEmpty()) {
            return checked.plan();
        }
        try (Pipeline pipeline = opened.get()) {
            BranchTrial branches = new BranchTrial(manifest, checked, findings);
            if (examples(pipeline, outward)) {
                branches.warnOfBranchesNotTaken(Set.copyOf(ran));
            }
            if (outward.isNone()) {
                branches.tryRows(pipeline);
                LongestText.failure(pipeline)
                        .or(() -> LongestText.failure(pipeline.unconditional()))
                        .ifPresent(this::tooLong);
                DeclaredTypes.failure(pipeline).ifPresent(this::lies);
            }
            return withBatchDim(outward.isNone() ? Optional.of(pipeline) : Optional.empty());
        }
    }

    /** Tries all of them; false once one finds that a server which a step calls is not there. */
    private boolean examples(Pipeline pipeline, Outward outward) {
        for (int i = 0; i < manifest.examples().size(); i++) {
            Optional<PipelineException> away = example(
                    pipeline,
                    checked.plan().examples().get(i),
                    manifest.examples().get(i).span());
            if (away.isPresent()) {
                outward.away(away.get(), findings);
                return false;
            }
        }
        return true;
    }

    /** False where a file cannot be loaded; what would end this process ends another. */
    private boolean probed() {
        ProbedModels probed = new ProbedModels(CacheFolder.path().resolve("probed"));
        boolean good = true;
        for (ResolvedStep step : checked.steps()) {
            try {
                probed.probe(step);
            } catch (ArtifactException e) {
                findings.error(
                        FindingCode.DM409, step.fileSpan(), step.naming(String.valueOf(e.getMessage())), e.help());
                good = false;
            }
        }
        return good;
    }

    private Optional<Pipeline> open() {
        if (!probed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pipeline.open(
                    checked.plan(),
                    artifact -> Objects.requireNonNull(checked.files().get(artifact.sha256())),
                    catalogue,
                    (step, nanos, failed) -> ran.add(step)));
        } catch (BundleException e) {
            Optional<ResolvedStep> step = checked.steps().stream()
                    .filter(candidate -> e.step().filter(candidate::runs).isPresent())
                    .findFirst();
            String message = String.valueOf(e.getMessage());
            findings.error(
                    FindingCode.DM409,
                    step.map(ResolvedStep::fileSpan).orElse(Span.START),
                    step.map(found -> found.naming(message)).orElse(message),
                    e.getCause() instanceof ArtifactException refusal
                            ? refusal.help()
                            : "export the model again, or check that the file is what the step kind expects");
            return Optional.empty();
        }
    }

    /** Tries one; the failure if it is none of the pipeline's. */
    private Optional<PipelineException> example(Pipeline pipeline, Plan.Example example, Span span) {
        try {
            for (String difference : Examples.differences(pipeline, example)) {
                findings.error(
                        FindingCode.DM603,
                        span,
                        "the example does not come true: " + difference,
                        "mend the example, or find out why the pipeline gives something else");
            }
        } catch (PipelineException e) {
            if (e.code().isUpstreamAway()) {
                return Optional.of(e);
            }
            findings.error(
                    FindingCode.DM604,
                    span,
                    "the example fails: " + e.getMessage(),
                    e.step().isPresent()
                            ? "look at step '" + e.step().get() + "' and the values that reach it"
                            : "mend the example's inputs");
        }
        return Optional.empty();
    }

    private void tooLong(PipelineException e) {
        Span place = checked.steps().stream()
                .filter(step -> step.kind().name().equals("tokenizer"))
                .findFirst()
                .map(step -> step.optionSpan("maxLength"))
                .orElse(Span.START);
        findings.error(
                FindingCode.DM408,
                place,
                "a text of the greatest length fails: " + e.getMessage(),
                "lower the tokenizer's 'maxLength' to what the model was trained with");
    }

    private void lies(PipelineException e) {
        Span place = checked.steps().stream()
                .filter(step -> e.step().filter(step::runs).isPresent())
                .findFirst()
                .map(ResolvedStep::fileSpan)
                .orElse(Span.START);
        findings.error(
                FindingCode.DM409,
                place,
                "a made-up request fails: " + e.getMessage(),
                "export the model with the shapes that it gives, or add an example if such a request cannot come");
    }

    /** @param pipeline none if made-up rows must not be tried, as a server outside would get them */
    private Plan withBatchDim(Optional<Pipeline> pipeline) {
        Checked.Batchable batch = checked.batch();
        Optional<String> refusal = batch.dim().isEmpty()
                ? Optional.of(batch.reason())
                : batch.rows() != Signature.Rows.TO_BE_TRIED
                        ? Optional.empty()
                        : pipeline.isPresent()
                                ? RowTrial.refusal(pipeline.get())
                                : Optional.of(
                                        "a model's rows are tried alone and together, which is not done where a step"
                                                + " calls a server");
        Plan plan = checked.plan();
        Optional<Located<Plan.Batching>> asked = manifest.execution().batching();
        if (refusal.isPresent() && asked.isPresent()) {
            findings.error(
                    FindingCode.DM501,
                    asked.get().span(),
                    "requests cannot be joined into batches: " + refusal.get(),
                    "remove 'batching', or make every input, step and output work row by row");
        }
        Plan.Execution execution = plan.execution();
        return new Plan(
                plan.metadata(),
                plan.inputs(),
                plan.slots(),
                plan.steps(),
                plan.outputs(),
                plan.examples(),
                new Plan.Execution(
                        refusal.isPresent() ? Optional.empty() : batch.dim(),
                        execution.scale(),
                        execution.batching(),
                        execution.events(),
                        execution.resources()));
    }
}
