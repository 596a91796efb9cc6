package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Problem;

/** Reports what a step kind says of its files and of its declaration. */
final class StepProblems {
    private StepProblems() {}

    static void report(ResolvedStep step, ArtifactException e, Findings findings) {
        FindingCode code = e.reason() == ArtifactException.Reason.UNREADABLE ? FindingCode.DM403 : FindingCode.DM404;
        findings.error(code, step.fileSpan(), step.naming(String.valueOf(e.getMessage())), e.help());
    }

    static void report(ResolvedStep step, Problem problem, Findings findings) {
        findings.error(
                code(problem.rule()), step.place(problem.place()), step.naming(problem.headline()), problem.help());
    }

    private static FindingCode code(Problem.Rule rule) {
        return switch (rule) {
            case DATATYPE -> FindingCode.DM302;
            case RANK -> FindingCode.DM303;
            case DIM -> FindingCode.DM304;
            case AXIS -> FindingCode.DM305;
            case LABELS -> FindingCode.DM306;
            case OPTION -> FindingCode.DM307;
            case FILE_CONTENT -> FindingCode.DM403;
            case TOKENIZER -> FindingCode.DM408;
        };
    }
}
