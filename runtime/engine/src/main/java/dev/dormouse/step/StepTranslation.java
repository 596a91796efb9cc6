package dev.dormouse.step;

import java.nio.file.Path;
import java.util.List;

/**
 * A format of models that is run as another: its file is translated once, at compile time, and the plan holds a step of
 * that other kind only. {@link StepCatalogue} makes a kind of it, where the other is there.
 */
public interface StepTranslation {
    /** The option, of this kind and of the other, that names the file. */
    String SOURCE = "source";

    /** The name in {@code uses:}. */
    String name();

    /** One sentence for the catalogue. */
    String summary();

    /** What {@code with:} may hold; all but the file is handed to the other kind. */
    List<Option> options();

    /** The name of the kind that runs the translated file. */
    String target();

    /** What the file says of itself, as {@link StepKind#about}. */
    default List<String> about(Path file) {
        return List.of();
    }

    /**
     * The other kind's file.
     *
     * @throws ArtifactException if the file is broken, or holds what cannot be translated
     */
    byte[] translate(Path file);
}
