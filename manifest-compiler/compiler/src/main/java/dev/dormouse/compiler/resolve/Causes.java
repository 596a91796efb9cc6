package dev.dormouse.compiler.resolve;

/** What a library's exception says in the end. */
final class Causes {
    private Causes() {}

    /** The message of the innermost cause, which names the fact; the outer ones name the library's own calls. */
    static String deepest(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String name = inner.getClass().getSimpleName();
        return inner.getMessage() == null || inner.getMessage().isBlank() ? name : inner.getMessage();
    }
}
