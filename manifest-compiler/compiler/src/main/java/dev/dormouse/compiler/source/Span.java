package dev.dormouse.compiler.source;

/** A stretch of a source file; lines and columns count from 1 in Unicode code points, the end is exclusive. */
public record Span(int line, int column, int endLine, int endColumn) {
    /** The very beginning, for findings about a file as a whole. */
    public static final Span START = new Span(1, 1, 1, 1);

    public Span {
        if (line < 1 || column < 1 || endLine < line || (endLine == line && endColumn < column)) {
            throw new IllegalArgumentException("not a span: " + line + ":" + column + "-" + endLine + ":" + endColumn);
        }
    }
}
