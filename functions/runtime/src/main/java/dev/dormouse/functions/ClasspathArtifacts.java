package dev.dormouse.functions;

import dev.dormouse.engine.Artifacts;
import dev.dormouse.engine.BundleException;
import dev.dormouse.plan.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Artifacts inside the application's jar, copied to a folder of this process because engines open files by path. */
final class ClasspathArtifacts implements Artifacts {
    /** Where the build puts artifacts, named by digest. */
    static final String FOLDER = "META-INF/dormouse/artifacts/";

    private final ClassLoader loader;

    ClasspathArtifacts(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public Path path(Artifact artifact) {
        try (InputStream in = loader.getResourceAsStream(FOLDER + artifact.sha256())) {
            if (in == null) {
                throw new BundleException(artifact.name() + " is missing in the application; build it again");
            }
            Path file =
                    Files.createTempFile("dormouse-", "-" + artifact.sha256().substring(0, 12));
            file.toFile().deleteOnExit();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Files.copy(new DigestInputStream(in, digest), file, StandardCopyOption.REPLACE_EXISTING);
            if (!HexFormat.of().formatHex(digest.digest()).equals(artifact.sha256())) {
                throw new BundleException(artifact.name() + " is damaged in the application; build it again");
            }
            return file;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new BundleException(artifact.name() + " cannot be unpacked: " + e.getMessage(), e);
        }
    }
}
