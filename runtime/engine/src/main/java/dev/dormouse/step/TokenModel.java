package dev.dormouse.step;

import java.util.OptionalLong;

/** What a model's file tells about the token ids that it takes; for kinds whose models can be read without running. */
public interface TokenModel {
    /**
     * The number of rows of the embedding table that the ids wired to this input look up: every id must be smaller.
     * Empty when the input looks up no table, or the graph does not show it.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    OptionalLong vocabularySize(Declaration declaration, String inputPort);

    /**
     * The longest sequence for which the model has positions. Empty when the graph does not show it.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    OptionalLong maxPositions(Declaration declaration, String inputPort);
}
