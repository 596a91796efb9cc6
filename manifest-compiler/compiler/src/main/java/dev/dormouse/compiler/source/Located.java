package dev.dormouse.compiler.source;

/** A value and where it stands. */
public record Located<T>(T value, Span span) {
    public static <T> Located<T> of(T value, Span span) {
        return new Located<>(value, span);
    }
}
