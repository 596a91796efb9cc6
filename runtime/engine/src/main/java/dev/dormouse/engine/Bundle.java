package dev.dormouse.engine;

import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A compiled pipeline on disk: {@code plan.json}, {@code dormouse.lock}, and {@code artifacts/} with files named by
 * their SHA-256. Each start checks size and CRC-32C of a file before a step opens it
 * (docs/decisions/0004-what-a-start-checks.md).
 */
public final class Bundle implements Artifacts {
    public static final String PLAN_FILE = "plan.json";
    public static final String LOCK_FILE = "dormouse.lock";
    public static final String ARTIFACTS = "artifacts";

    private final Path folder;
    private final Plan plan;

    private Bundle(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * Reads the plan; the files are checked when they are asked for.
     *
     * @throws BundleException if there is no readable plan of this runtime's format
     */
    public static Bundle open(Path folder) {
        Path file = folder.resolve(PLAN_FILE);
        try {
            return new Bundle(folder, PlanJson.read(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new BundleException(
                    folder + " is not a function bundle: cannot read " + PLAN_FILE
                            + "; make one with 'dormouse compile'",
                    e);
        } catch (IllegalArgumentException e) {
            throw new BundleException(file + ": " + e.getMessage(), e);
        }
    }

    /** Whether the folder holds a plan. */
    public static boolean isBundle(Path folder) {
        return Files.isRegularFile(folder.resolve(PLAN_FILE));
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public Path path(Artifact artifact) {
        Path file = folder.resolve(ARTIFACTS).resolve(artifact.sha256());
        String shown = artifact.name() + " (" + file + ")";
        try {
            if (!Files.isRegularFile(file)) {
                throw new BundleException(shown + " is missing; compile the manifest again");
            }
            long size = Files.size(file);
            if (size != artifact.size()) {
                throw new BundleException(shown + " has " + size + " bytes instead of " + artifact.size()
                        + ": it was cut short or replaced; compile the manifest again");
            }
            requireContent(artifact, file, shown);
            return file;
        } catch (IOException e) {
            throw new BundleException(shown + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireContent(Artifact artifact, Path file, String shown) throws IOException {
        boolean quick = artifact.crc32c().isPresent();
        String wanted = artifact.crc32c().orElse(artifact.sha256());
        String actual = quick ? Digests.crc32c(file) : Digests.sha256(file);
        if (!actual.equals(wanted)) {
            throw new BundleException(shown + " has the " + (quick ? "CRC-32C " : "SHA-256 ") + actual
                    + ", not the one in the plan: it was replaced; compile the manifest again");
        }
    }
}
