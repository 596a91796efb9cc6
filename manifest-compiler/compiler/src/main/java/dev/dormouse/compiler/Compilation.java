package dev.dormouse.compiler;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Severity;
import dev.dormouse.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a compiler run gives: findings, and the compiled pipeline unless one of them is an error.
 */
public record Compilation(List<Finding> findings, Optional<Compiled> compiled) {
    public Compilation {
        findings = List.copyOf(findings);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** A plan, and where its artifacts lie, by digest. */
    public record Compiled(Plan plan, Map<String, Path> files) {
        public Compiled {
            files = Map.copyOf(files);
        }
    }
}
