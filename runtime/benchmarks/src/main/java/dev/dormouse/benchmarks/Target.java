package dev.dormouse.benchmarks;

/** One way to have a request answered. */
interface Target {
    String name();

    /** A target that all threads share. */
    static Target shared(String name, Client client) {
        return new Target() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Client open() {
                return client;
            }
        };
    }

    /** What one client does; opened once for each thread, or shared by them if the way itself is shared. */
    Client open() throws Exception;

    /** Answers the request of that number, completely. */
    interface Client extends AutoCloseable {
        void call(int request) throws Exception;

        @Override
        default void close() throws Exception {}
    }
}
