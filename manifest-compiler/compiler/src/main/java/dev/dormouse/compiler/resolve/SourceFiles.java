package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what {@code source:} names: a file beside the manifest and never outside its folder, {@code
 * prebuilt:NAME/FILE}, {@code https://…}, {@code s3://…}, {@code oci://…}, or {@code data:;base64,…}; and checks digests.
 */
public final class SourceFiles {
    private static final String PREBUILT = "prebuilt:";
    private static final String DATA = "data:";
    private static final String INLINED = "inlined file";
    private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]+:.*", Pattern.DOTALL);

    private final Path folder;
    private final Optional<Path> prebuilt;
    private final RemoteSources remote;
    private final Lock lock;
    private final String prefix;

    /** Files relative to {@code folder}; {@code prebuilt} is the folder of ready-made models, if there is one. */
    public SourceFiles(Path folder, Optional<Path> prebuilt, RemoteSources remote, Lock lock) {
        this(folder, prebuilt, remote, lock, "");
    }

    /** The same for a manifest within another, where the names of its files have the prefix. */
    public SourceFiles(Path folder, Optional<Path> prebuilt, RemoteSources remote, Lock lock, String prefix) {
        this.folder = folder;
        this.prebuilt = prebuilt;
        this.remote = remote;
        this.lock = lock;
        this.prefix = prefix;
    }

    /** Whether a source names a file beside the manifest, not a URI. */
    static boolean isBeside(String source) {
        return !URI.matcher(source).matches();
    }

    /** The name of a source where several manifests make one plan. */
    private String named(String source) {
        return isBeside(source) ? prefix + source : shown(source);
    }

    /** The manifest that a step names: a file, or the one in a folder, beside this manifest or among the ready-made ones. */
    Optional<Path> manifest(String source, Span span, Findings findings) {
        if (!isBeside(source) && !source.startsWith(PREBUILT)) {
            findings.error(
                    FindingCode.DM405,
                    span,
                    "'" + source + "' is not a manifest beside this one",
                    "copy the other manifest into this folder, with its files; those may be remote");
            return Optional.empty();
        }
        return locate(new Sought(source, span, true), Optional.empty(), findings)
                .flatMap(found -> InnerFolder.manifest(found, source, span, findings));
    }

    /**
     * What a manifest names.
     *
     * @param orFolder whether it may be a folder: then the file is a zip of it
     */
    record Sought(String source, Span span, boolean orFolder) {}

    /** The file of a source, or a finding at the source (or at the digest, when that is wrong). */
    Optional<ResolvedStep.ResolvedFile> find(
            Sought sought, Optional<String> digest, Optional<Span> digestSpan, Findings findings) {
        String source = sought.source();
        Span span = sought.span();
        Optional<String> wanted = digest.or(() -> lock.digest(isBeside(source) ? prefix + source : source));
        Optional<Path> path = locate(sought, wanted, findings).flatMap(found -> asFile(found, sought, findings));
        if (path.isEmpty()) {
            return Optional.empty();
        }
        return checked(path.get(), named(source), new Wanted(shown(source), wanted, digestSpan), span, findings);
    }

    /** A file as who names it writes it; the digest that it must have, if any, and where a manifest says so, else the lock file does. */
    private record Wanted(String written, Optional<String> digest, Optional<Span> span) {}

    private static Optional<ResolvedStep.ResolvedFile> checked(
            Path path, String name, Wanted wanted, Span span, Findings findings) {
        try {
            String actual = Digests.sha256(path);
            if (wanted.digest().isPresent() && !wanted.digest().get().equals(actual)) {
                boolean inManifest = wanted.span().isPresent();
                findings.error(
                        FindingCode.DM402,
                        wanted.span().orElse(span),
                        "'" + wanted.written() + "' has another digest than "
                                + (inManifest ? "'sha256' says" : "the lock file says"),
                        "if the file is the right one, write sha256: " + actual
                                + (inManifest ? "" : ", or delete the lock file"),
                        "expected " + wanted.digest().get(),
                        "the file has " + actual);
                return Optional.empty();
            }
            return Optional.of(new ResolvedStep.ResolvedFile(path, artifact(name, actual, path), span));
        } catch (IOException e) {
            return unreadable(wanted.written(), span, e, findings);
        }
    }

    /** A file that one beside the manifest names relative to its own folder, and that lies in or below it. */
    Optional<ResolvedStep.ResolvedFile> beside(ResolvedStep.ResolvedFile file, String location, Findings findings) {
        String name = file.artifact().name();
        String shown = "'" + name + "' keeps a part of its data in '" + location + "'";
        if (remote.reads(name) || name.equals(INLINED)) {
            findings.error(
                    FindingCode.DM405,
                    file.span(),
                    shown + ", which cannot be had: only a file beside the manifest can have others",
                    "put all files of the model beside the manifest, or save the model as one file");
            return Optional.empty();
        }
        Path folder = Objects.requireNonNull(file.path().toAbsolutePath().getParent());
        try {
            Path path = folder.resolve(location).normalize();
            if (!Files.isRegularFile(path)) {
                findings.error(
                        FindingCode.DM401,
                        file.span(),
                        shown + ", which is not there",
                        "put that file where the model expects it, or save the model as one file");
                return Optional.empty();
            }
            if (!path.toRealPath().startsWith(folder.toRealPath())) {
                findings.error(
                        FindingCode.DM405,
                        file.span(),
                        shown + ", a link that leads out of the model's folder",
                        "put the file itself into the model's folder, or save the model as one file");
                return Optional.empty();
            }
            String source = name.substring(0, name.lastIndexOf('/') + 1) + location;
            return checked(
                    path, source, new Wanted(location, lock.digest(source), Optional.empty()), file.span(), findings);
        } catch (InvalidPathException | IOException e) {
            return unreadable(location, file.span(), new IOException(e), findings);
        }
    }

    private static Artifact artifact(String name, String digest, Path file) throws IOException {
        return new Artifact(name, digest, Optional.of(Digests.crc32c(file)), Files.size(file));
    }

    /** Another file made of one that was found, under the name of both. */
    ResolvedStep.ResolvedFile derived(ResolvedStep.ResolvedFile from, byte[] content, String ending)
            throws IOException {
        Path path = remote.keep(content);
        Artifact artifact = artifact(from.artifact().name() + "." + ending, Digests.sha256(path), path);
        return new ResolvedStep.ResolvedFile(path, artifact, from.sources(), from.span());
    }

    /** A file made of all of these, the first of which gives it its name. */
    ResolvedStep.ResolvedFile joined(List<ResolvedStep.ResolvedFile> files, RemoteSources.Content content)
            throws IOException {
        Path path = remote.keep(content);
        Artifact artifact = artifact(files.get(0).artifact().name(), Digests.sha256(path), path);
        List<Artifact> sources =
                files.stream().map(ResolvedStep.ResolvedFile::artifact).toList();
        return new ResolvedStep.ResolvedFile(
                path, artifact, sources, files.get(0).span());
    }

    /** A folder becomes a file that is kept where fetched files are. */
    private Optional<Path> asFile(Path found, Sought sought, Findings findings) {
        if (!Files.isDirectory(found)) {
            return Optional.of(found);
        }
        try {
            return Optional.of(remote.keep(FolderZip.of(found)::write));
        } catch (FolderZip.Refused e) {
            findings.error(
                    FindingCode.DM405,
                    sought.span(),
                    "'" + sought.source() + "' " + e.getMessage(),
                    "give the folder as it was exported, with files only: all of it is deployed");
        } catch (IOException e) {
            unreadable(sought.source(), sought.span(), e, findings);
        }
        return Optional.empty();
    }

    private Optional<Path> locate(Sought sought, Optional<String> digest, Findings findings) {
        String source = sought.source();
        Span span = sought.span();
        if (source.startsWith(DATA)) {
            return inline(source, span, findings);
        }
        if (source.startsWith(PREBUILT)) {
            return prebuilt(sought, findings);
        }
        if (remote.reads(source)) {
            return remote.fetch(source, span, digest, findings);
        }
        if (!isBeside(source)) {
            findings.error(
                    FindingCode.DM405,
                    span,
                    "sources '" + source.substring(0, source.indexOf(':') + 1) + "' are not read by this version",
                    "put the file beside the manifest, or use https://, s3:// or oci:// with a sha256");
            return Optional.empty();
        }
        return new LocalFiles(folder).find(source, sought, findings);
    }

    private Optional<Path> prebuilt(Sought sought, Findings findings) {
        if (prebuilt.isEmpty()) {
            findings.error(
                    FindingCode.DM401,
                    sought.span(),
                    "the ready-made models are not here, so '" + sought.source() + "' is not either",
                    "set DORMOUSE_HOME to Dormouse's folder, or copy the file beside the manifest");
            return Optional.empty();
        }
        return new LocalFiles(prebuilt.get()).find(sought.source().substring(PREBUILT.length()), sought, findings);
    }

    private Optional<Path> inline(String source, Span span, Findings findings) {
        int comma = source.indexOf(',');
        try {
            byte[] bytes = Base64.getDecoder().decode(source.substring(comma + 1));
            return Optional.of(remote.keep(bytes));
        } catch (IllegalArgumentException e) {
            findings.error(
                    FindingCode.DM403,
                    span,
                    "the inlined file is not base64",
                    "inline it as data:;base64,…, or as a file");
            return Optional.empty();
        } catch (IOException e) {
            return unreadable(source, span, e, findings).map(ResolvedStep.ResolvedFile::path);
        }
    }

    private static Optional<ResolvedStep.ResolvedFile> unreadable(
            String source, Span span, IOException e, Findings findings) {
        findings.error(
                FindingCode.DM401,
                span,
                "'" + shown(source) + "' cannot be read: " + Causes.why(e),
                "check the file's permissions and the disk");
        return Optional.empty();
    }

    private static String shown(String source) {
        return source.startsWith(DATA) ? INLINED : source;
    }
}
