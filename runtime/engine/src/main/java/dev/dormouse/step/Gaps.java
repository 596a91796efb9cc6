package dev.dormouse.step;

/** What a step makes of rows that an input lacks because a condition kept an earlier step from them. */
public enum Gaps {
    /** It runs on the rows that all its inputs have. */
    NARROW,
    /** It joins branches: its result has the rows that any input has. Its steps are {@link JoinStep}s. */
    JOIN,
    /** The same, and it has a value for rows that no input has. */
    FILL
}
