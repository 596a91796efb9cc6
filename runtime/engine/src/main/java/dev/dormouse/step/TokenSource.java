package dev.dormouse.step;

import java.util.OptionalLong;

/** A kind that makes token ids from text, with what its file tells about them. */
public interface TokenSource {
    /** The name of the output that holds token ids, to be compared with the embedding table of the model it feeds. */
    String idsOutput();

    /**
     * What the file and the options say.
     *
     * @throws ArtifactException if the file cannot be read as what it should be
     */
    TokenizerFacts facts(Declaration declaration);

    /**
     * The ids that can come out.
     *
     * @param vocabularySize the highest id plus one, added tokens included
     * @param padId the id that fills a shorter row, when the file names one
     * @param maxLength the longest sequence that can come out
     */
    record TokenizerFacts(long vocabularySize, OptionalLong padId, long maxLength) {}
}
