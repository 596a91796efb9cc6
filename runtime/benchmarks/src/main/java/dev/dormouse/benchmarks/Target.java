package dev.dormouse.benchmarks;

/** One way to have a text answered. */
interface Target {
    String name();

    /** What one client does; opened once for each thread, or shared by them if the way itself is shared. */
    Client open() throws Exception;

    /** Answers the text of that number, completely. */
    interface Client extends AutoCloseable {
        void call(int text) throws Exception;

        @Override
        default void close() throws Exception {}
    }
}
