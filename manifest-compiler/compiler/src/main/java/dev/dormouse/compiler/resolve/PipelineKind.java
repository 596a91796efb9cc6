package dev.dormouse.compiler.resolve;

import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import java.util.List;

/** A manifest as a step, as the catalogue lists it; {@link InnerManifests} makes an {@link InnerPipeline} of each use. */
final class PipelineKind implements StepKind {
    static final String NAME = "pipeline";
    static final String SOURCE = "source";
    static final String SUMMARY =
            "Another manifest as a step: its inputs and outputs are the step's, its steps run in the same process.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return SUMMARY;
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required(
                SOURCE,
                OptionType.TEXT,
                "the other manifest, or the folder with its manifest.yaml, beside this one or `prebuilt:NAME`"));
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        throw notResolved();
    }

    @Override
    public Signature signature(Typing typing) {
        throw notResolved();
    }

    @Override
    public Step open(StepContext context) {
        throw notResolved();
    }

    private static IllegalStateException notResolved() {
        return new IllegalStateException("a plan has the steps of an inner pipeline, not the pipeline");
    }
}
