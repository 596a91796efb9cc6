package dev.dormouse.functions.deployment;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.plan.Plan;
import io.quarkus.builder.item.MultiBuildItem;
import java.nio.file.Path;
import java.util.Map;

/** A manifest without errors, as its plan and the files it needs, by digest. */
public final class CompiledPipelineBuildItem extends MultiBuildItem {
    private final Compilation.Compiled compiled;

    public CompiledPipelineBuildItem(Compilation.Compiled compiled) {
        this.compiled = compiled;
    }

    public Plan plan() {
        return compiled.plan();
    }

    public Map<String, Path> files() {
        return compiled.files();
    }

    public String name() {
        return plan().metadata().name();
    }
}
