package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep.ResolvedFile;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.util.Optional;

/** A step over a file that the compiler makes of the one which the manifest names. */
final class DerivedModel {
    private DerivedModel() {}

    /** Makes the file and the step. */
    interface Making {
        /** Empty where a finding says why there is none. */
        Optional<ResolvedStep> make() throws IOException;
    }

    /**
     * The step; empty where a finding says why it cannot be made.
     *
     * @param notKept what has happened where the file cannot be written: "the translation of 'model.h5' cannot be kept"
     */
    static Optional<ResolvedStep> of(
            ResolvedStep step, ResolvedFile file, String notKept, Findings findings, Making making) {
        try {
            return making.make();
        } catch (ArtifactException e) {
            findings.error(
                    e.reason() == ArtifactException.Reason.UNREADABLE ? FindingCode.DM403 : FindingCode.DM404,
                    file.span(),
                    step.naming(String.valueOf(e.getMessage())),
                    e.help());
        } catch (IOException e) {
            findings.error(
                    FindingCode.DM401,
                    file.span(),
                    notKept + ": " + Causes.why(e),
                    "check the disk and the rights of the cache folder");
        }
        return Optional.empty();
    }
}
