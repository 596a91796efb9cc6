package dev.dormouse.step;

import dev.dormouse.plan.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind that is a translation and the kind that it leads to. What is asked of its file is asked of the translated one;
 * the compiler translates beforehand and never opens it.
 */
public final class TranslatedKind implements StepKind {
    private final StepTranslation translation;
    private final StepKind target;

    TranslatedKind(StepTranslation translation, StepKind target) {
        this.translation = translation;
        this.target = target;
    }

    /** The kind that runs the translated file. */
    public StepKind target() {
        return target;
    }

    /** The bytes of the target's file. */
    public byte[] translate(Path file) {
        return translation.translate(file);
    }

    /** The target's declaration over its file: the options that were given, and its own defaults. */
    public Declaration declaration(Declaration declared, Path translated) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : target.options()) {
            option.defaultValue().ifPresent(value -> values.put(option.name(), value));
        }
        values.putAll(declared.options().values());
        return new Declaration(declared.stepName(), new Options(values), Map.of(StepTranslation.SOURCE, translated));
    }

    @Override
    public String name() {
        return translation.name();
    }

    @Override
    public String summary() {
        return translation.summary();
    }

    @Override
    public List<Option> options() {
        return translation.options();
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return translated(declaration, target::inputs);
    }

    @Override
    public List<OutputPort> outputs() {
        return target.outputs();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return translated(declaration, target::outputNames);
    }

    @Override
    public List<String> about(Declaration declaration) {
        return translation.about(declaration.file(StepTranslation.SOURCE));
    }

    @Override
    public Signature signature(Typing typing) {
        return translated(
                typing.declaration(),
                declaration ->
                        target.signature(new Typing(declaration, typing.inputs(), typing.dims(), typing.problems())));
    }

    @Override
    public Step open(StepContext context) throws Exception {
        return translated(
                context.declaration(),
                declaration -> target.open(new StepContext(declaration, context.inputs(), context.outputs())));
    }

    private <T, E extends Exception> T translated(Declaration declaration, Use<T, E> use) throws E {
        try {
            Path file = Files.createTempFile("translated", "." + target.name());
            try {
                Files.write(file, translation.translate(declaration.file(StepTranslation.SOURCE)));
                return use.of(declaration(declaration, file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done with the translated file while it is there. */
    private interface Use<T, E extends Exception> {
        T of(Declaration declaration) throws E;
    }
}
