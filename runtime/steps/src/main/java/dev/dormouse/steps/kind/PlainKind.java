package dev.dormouse.steps.kind;

import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.StepKind;
import java.util.List;

/** A step kind whose catalogue entry is fixed; what remains to a kind is its types and its work. */
public abstract class PlainKind implements StepKind {
    private final Entry entry;

    protected PlainKind(Entry entry) {
        this.entry = entry;
    }

    @Override
    public final String name() {
        return entry.name();
    }

    @Override
    public final String summary() {
        return entry.summary();
    }

    @Override
    public final List<Option> options() {
        return entry.options();
    }

    @Override
    public final List<InputPort> inputs(Declaration declaration) {
        return entry.inputs();
    }

    @Override
    public final List<OutputPort> outputs() {
        return entry.outputs();
    }
}
