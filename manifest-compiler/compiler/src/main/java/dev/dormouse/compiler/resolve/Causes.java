package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Exceptions of the JDK and of libraries in words for the user. */
final class Causes {
    private Causes() {}

    /** Why something could not be read, without the paths of this machine. */
    static String why(IOException e) {
        if (e instanceof UnknownHostException) {
            return "no host has the name '" + e.getMessage() + "'";
        }
        if (e instanceof AccessDeniedException) {
            return "it must not be read";
        }
        String message = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /** The message of the innermost cause, which names the fact; the outer ones name the library's own calls. */
    static String deepest(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof IOException failure) {
            return why(failure);
        }
        String name = inner.getClass().getSimpleName();
        return inner.getMessage() == null || inner.getMessage().isBlank() ? name : inner.getMessage();
    }
}
