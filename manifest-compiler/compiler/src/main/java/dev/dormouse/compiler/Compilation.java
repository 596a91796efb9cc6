package dev.dormouse.compiler;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Severity;
import dev.dormouse.plan.Artifact;
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

    /**
     * A plan, and where its artifacts lie.
     *
     * @param files by digest
     * @param sources the files that the manifest names, for the lock
     */
    public record Compiled(Plan plan, Map<String, Path> files, List<Artifact> sources) {
        public Compiled {
            files = Map.copyOf(files);
            sources = List.copyOf(sources);
        }
    }
}
