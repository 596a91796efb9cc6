package dev.dormouse.step;

import dev.dormouse.plan.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of step, named by {@code uses:}. One object serves both halves: the compiler asks for options, ports and
 * types; the engine opens it. A kind has no state.
 */
public interface StepKind {
    /** The name in {@code uses:}. */
    String name();

    /** One sentence for the catalogue. */
    String summary();

    /** What {@code with:} may hold. */
    List<Option> options();

    /**
     * The input ports, in the order in which {@link Step#run} gets them. A model reads them from its file.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    List<InputPort> inputs(Declaration declaration);

    /**
     * What the files say about inputs beyond their types, by port, in a sentence for who calls the pipeline: what a model
     * makes of a missing value, say. Runs at compile time only.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    default Map<String, String> remarks(Declaration declaration) {
        return Map.of();
    }

    /** Whether any port names may be wired, all with the pattern of the one port that {@link #inputs} then returns. */
    default boolean acceptsAnyInputs() {
        return false;
    }

    /**
     * The output ports for documentation, as patterns over the dims that the input ports bind; empty when they depend
     * on a file.
     */
    List<OutputPort> outputs();

    /** What the step makes of rows that an input lacks. */
    default Gaps gaps(Declaration declaration) {
        return Gaps.NARROW;
    }

    /** The names of all outputs; a model reads them from its file. */
    default List<String> outputNames(Declaration declaration) {
        return outputs().stream().map(OutputPort::name).toList();
    }

    /**
     * What the files say of themselves, a line each: format and its version, who wrote it, what else could be chosen. They
     * become comments of a manifest that is written from a model alone.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    default List<String> about(Declaration declaration) {
        return List.of();
    }

    /**
     * The names of what a model takes and gives, asked for where options must say its types as the file does not. They
     * go into the manifest that is then to be filled in.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    default PortNames portNames(Declaration declaration) {
        return PortNames.ONE_EACH;
    }

    /**
     * Gives the output types for these input types, all of which match the patterns of the ports, and reports what no
     * pattern can say. Runs at compile time only.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    Signature signature(Typing typing);

    /**
     * Loads what every step of this kind shares in a process, its natives say, so that a start can do it beside other
     * work; may be called often and from any thread. What fails here fails again, with its reason, in {@link #open}.
     */
    default void prepare() {}

    /**
     * Tries in a process of its own whether the files can be loaded, where the {@link #engine} may end its process
     * because of them. Runs at compile time only, before the first {@link #open}.
     *
     * @throws ArtifactException if they cannot, or the process ended
     */
    default void probe(Declaration declaration) {}

    /**
     * The engine that a {@link #probe} tries a file with, and its version: with the same one a file that was good is not
     * tried again. Loads nothing.
     */
    default Optional<String> engine() {
        return Optional.empty();
    }

    /** Whether a run asks something outside this process, which may not be there when the compiler tries the plan. */
    default boolean callsOut() {
        return false;
    }

    /** The environment variables without which such a step cannot be opened. */
    default List<String> variables(Options options) {
        return List.of();
    }

    /** Makes the step ready to run; called once per pipeline, at start. Natives and models are loaded here. */
    Step open(StepContext context) throws Exception;
}
