package dev.dormouse.compiler.resolve;

import java.io.IOException;

/** How the bytes behind one scheme of {@code source:} are had. */
@FunctionalInterface
interface Fetcher {
    /**
     * Reads an address, without a connection yet.
     *
     * @throws IllegalArgumentException if the address is not of the scheme's form; the message says the form
     */
    Fetch prepare(String source);

    /** A fetch that can be started. */
    @FunctionalInterface
    interface Fetch {
        /**
         * Hands over the file's bytes from the first to the last, and its length beforehand where it is known.
         *
         * @throws IOException if they cannot be had; the message is a clause that follows "could not be fetched:"
         */
        void into(Download download) throws IOException;
    }
}
