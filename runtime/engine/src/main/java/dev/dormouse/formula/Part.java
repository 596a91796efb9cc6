package dev.dormouse.formula;

import java.io.Serializable;

/** A stretch of a formula's text, in chars from 0, the end exclusive; an empty one is the text's end. */
public record Part(int from, int to) implements Serializable {
    boolean isEnd() {
        return from == to;
    }

    Part upTo(Part last) {
        return new Part(from, last.to);
    }
}
