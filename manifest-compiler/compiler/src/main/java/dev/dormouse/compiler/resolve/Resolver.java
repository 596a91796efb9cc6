package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.Options;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.FileInParts;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TranslatedKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds each step's kind, checks its options against the kind, and finds its files. */
public final class Resolver {
    private static final String DIGEST_KEY = "sha256";

    private final StepCatalogue catalogue;
    private final SourceFiles sources;
    private final InnerManifests inner;
    private final Findings findings;

    public Resolver(StepCatalogue catalogue, SourceFiles sources, InnerManifests inner, Findings findings) {
        this.catalogue = catalogue;
        this.sources = sources;
        this.inner = inner;
        this.findings = findings;
    }

    /** One entry a step of the manifest, in its order; empty where findings say why it cannot be resolved. */
    public List<Optional<ResolvedStep>> resolve(Manifest manifest) {
        List<Optional<ResolvedStep>> resolved = new ArrayList<>();
        manifest.steps().forEach(step -> resolved.add(resolve(step)));
        inner.limit(resolved, findings);
        return resolved;
    }

    private Optional<ResolvedStep> resolve(Manifest.Step step) {
        if (step.uses().value().isEmpty()) {
            return Optional.empty();
        }
        Optional<StepKind> kind = catalogue.find(step.uses().value());
        if (kind.isEmpty()) {
            List<String> known = catalogue.kinds().stream().map(StepKind::name).toList();
            findings.error(
                    FindingCode.DM204,
                    step.uses().span(),
                    "there is no step kind '" + step.uses().value() + "'",
                    Nearest.didYouMean(step.uses().value(), known)
                            .orElse("use one of the kinds that 'dormouse steps' lists"));
            return Optional.empty();
        }
        return options(step, kind.get());
    }

    private Optional<ResolvedStep> options(Manifest.Step step, StepKind kind) {
        boolean complete = refuseUnknown(step, kind);
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, ResolvedStep.ResolvedFile> files = new HashMap<>();
        for (Option option : kind.options()) {
            Optional<Node.Entry> entry = step.option(option.name());
            if (entry.isEmpty()) {
                option.defaultValue().ifPresent(value -> values.put(option.name(), value));
                if (option.required()) {
                    findings.error(
                            FindingCode.DM103,
                            step.uses().span(),
                            "'" + kind.name() + "' needs '" + option.name() + "' under 'with'",
                            "add 'with: {" + option.name() + ": …}', "
                                    + option.type().describe() + ": " + option.description());
                    complete = false;
                }
                continue;
            }
            Optional<Object> value = value(option, entry.get());
            complete &= value.isPresent();
            if (value.isPresent()) {
                values.put(option.name(), value.get());
                complete &= file(step, option, entry.get(), files);
            }
        }
        if (!complete) {
            return Optional.empty();
        }
        Map<String, Path> paths = new HashMap<>();
        files.forEach((name, file) -> paths.put(name, file.path()));
        ResolvedStep resolved =
                new ResolvedStep(step, kind, new Declaration(step.name().value(), new Options(values), paths), files);
        return made(resolved);
    }

    /** The step as it is checked: over another manifest, a translated file or one file made of several. */
    private Optional<ResolvedStep> made(ResolvedStep resolved) {
        StepKind kind = resolved.kind();
        if (kind instanceof PipelineKind) {
            return inner.resolve(resolved, sources, findings);
        }
        if (kind instanceof TranslatedKind translated) {
            return new Translations(sources, findings).translate(resolved, translated);
        }
        return kind instanceof FileInParts parted
                ? new Joining(sources, findings).join(resolved, parted)
                : Optional.of(resolved);
    }

    private boolean refuseUnknown(Manifest.Step step, StepKind kind) {
        List<String> known =
                new ArrayList<>(kind.options().stream().map(Option::name).toList());
        if (kind.options().stream().anyMatch(option -> option.type() instanceof OptionType.Source)) {
            known.add(DIGEST_KEY);
        }
        boolean fine = true;
        for (Node.Entry entry : step.with()) {
            String key = entry.key().value();
            if (!known.contains(key)) {
                findings.error(
                        FindingCode.DM102,
                        entry.key().span(),
                        "'" + kind.name() + "' has no option '" + key + "'",
                        Nearest.didYouMean(key, known)
                                .orElse(
                                        known.isEmpty()
                                                ? "leave 'with' out"
                                                : "use one of " + String.join(", ", known)));
                fine = false;
            }
        }
        return fine;
    }

    private Optional<Object> value(Option option, Node.Entry entry) {
        OptionType.Checked checked = option.type().check(entry.value().plain());
        if (checked.value().isEmpty()) {
            Optional<Node> part =
                    entry.value() instanceof Node.Mapping map ? checked.at().flatMap(map::get) : Optional.empty();
            String path = option.name() + checked.at().map(key -> "." + key).orElse("");
            findings.error(
                    FindingCode.DM307,
                    part.orElse(entry.value()).span(),
                    "'" + path + "' must be " + checked.complaint(),
                    suggestion(option, entry));
        }
        return checked.value();
    }

    private static String suggestion(Option option, Node.Entry entry) {
        return Optional.ofNullable(entry.value().plain())
                .flatMap(value -> Nearest.didYouMean(String.valueOf(value), words(option.type())))
                .orElse("'" + option.name() + "': " + option.description());
    }

    private static List<String> words(OptionType type) {
        return type instanceof OptionType.OneOf choice ? choice.words() : List.of();
    }

    /** Finds the option's file, if it names one; false when it cannot be had. */
    private boolean file(
            Manifest.Step step, Option option, Node.Entry entry, Map<String, ResolvedStep.ResolvedFile> files) {
        Node sourceNode = entry.value();
        Optional<Node> digestNode = step.option(DIGEST_KEY).map(Node.Entry::value);
        if (option.type() instanceof OptionType.TextsOrSource) {
            if (!(sourceNode instanceof Node.Mapping map)) {
                return true;
            }
            digestNode = map.get(DIGEST_KEY);
            sourceNode = map.get("source").orElse(map);
        } else if (!(option.type() instanceof OptionType.Source)) {
            return true;
        }
        Optional<String> digest = Optional.empty();
        if (digestNode.isPresent()) {
            digest = digest(digestNode.get());
            if (digest.isEmpty()) {
                return false;
            }
        }
        String source = String.valueOf(sourceNode.plain());
        boolean orFolder = option.type() instanceof OptionType.Source type && type.orFolder();
        Optional<ResolvedStep.ResolvedFile> file = sources.find(
                new SourceFiles.Sought(source, sourceNode.span(), orFolder),
                digest,
                digestNode.map(Node::span),
                findings);
        file.ifPresent(found -> files.put(option.name(), found));
        return file.isPresent();
    }

    private Optional<String> digest(Node node) {
        if (node.plain() instanceof String text && Lock.isDigest(text)) {
            return Optional.of(text);
        }
        Span span = node.span();
        findings.error(
                FindingCode.DM106,
                span,
                "'sha256' is not a SHA-256 digest",
                "write the 64 lower-case hex digits that 'sha256sum FILE' prints"
                        + (node.plain() instanceof String ? "" : ", in quotes"));
        return Optional.empty();
    }
}
