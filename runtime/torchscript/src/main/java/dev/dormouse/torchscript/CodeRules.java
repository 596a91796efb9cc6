package dev.dormouse.torchscript;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a model's code must not do: a request must not be able to have files read or written. */
final class CodeRules {
    /** PyTorch's operators with the name of a file. */
    private static final Set<String> REACHING_OUT = Set.of("from_file", "save");

    private CodeRules() {}

    /** @throws ArtifactException with the operator's name */
    static void check(TorchArchive archive) {
        for (Map.Entry<String, List<String>> file : archive.code().entrySet()) {
            reachingOut(file.getValue()).ifPresent(operator -> {
                throw new ArtifactException(
                        Reason.UNSUPPORTED,
                        archive.name() + " uses " + operator + " (in " + file.getKey()
                                + "), which reaches files outside of the model",
                        "export the model without it: read files before, or keep what they hold in a buffer of the module");
            });
        }
        if (archive.lacksForward()) {
            throw new ArtifactException(
                    Reason.UNSUPPORTED,
                    archive.name() + " has no method forward in " + archive.type(),
                    "export a module with one: it is what is called with the inputs");
        }
    }

    private static Optional<String> reachingOut(List<String> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (tokens.get(i - 1).equals(".") && REACHING_OUT.contains(token)) {
                return Optional.of(token);
            }
            if (token.equals("getattr") && !isPlainName(tokens.subList(i + 1, tokens.size()))) {
                return Optional.of("getattr");
            }
        }
        return Optional.empty();
    }

    /** Whether it is {@code (object, "name")} of a name that reaches nothing: so PyTorch writes members that are numbers. */
    private static boolean isPlainName(List<String> tokens) {
        int comma = tokens.indexOf(",");
        if (comma < 0 || comma + 2 >= tokens.size() || !tokens.get(comma + 2).equals(")")) {
            return false;
        }
        String text = tokens.get(comma + 1);
        return text.matches("([\"'])\\w+\\1") && !REACHING_OUT.contains(text.substring(1, text.length() - 1));
    }
}
