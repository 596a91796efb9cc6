package dev.dormouse.step;

/** Takes the problems that a kind reports; reporting does not stop the check. */
@FunctionalInterface
public interface Problems {
    void report(Problem problem);

    default void report(Problem.Place place, Problem.Rule rule, String headline, String help) {
        report(new Problem(place, rule, headline, help));
    }
}
