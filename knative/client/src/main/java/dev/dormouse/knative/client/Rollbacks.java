package dev.dormouse.knative.client;

import io.fabric8.knative.serving.v1.Revision;
import java.util.List;
import java.util.Optional;

/**
 * Where a rollback goes. While traffic is shared: to the revision that had all of it before; else to the one before
 * that. If it is not known or gone: to the newest ready one that is older than what serves and whose examples passed.
 */
final class Rollbacks {
    private Rollbacks() {}

    static Optional<String> target(ServiceState state, List<Revision> newestFirst) {
        Optional<Split> traffic = state.traffic();
        Optional<String> serving = state.annotation(ServiceState.SERVING);
        boolean whole = traffic.flatMap(Split::only).isPresent();
        Optional<String> remembered = whole ? state.annotation(ServiceState.PREVIOUS) : serving;
        return remembered
                .filter(name -> isReady(newestFirst, name))
                .filter(name -> !traffic.flatMap(Split::only).equals(Optional.of(name)))
                .or(() -> older(state, newestFirst, traffic.map(Split::main)));
    }

    private static boolean isReady(List<Revision> revisions, String name) {
        return revisions.stream()
                .anyMatch(revision -> Revisions.name(revision).equals(name) && Revisions.isReady(revision));
    }

    private static Optional<String> older(ServiceState state, List<Revision> newestFirst, Optional<String> serving) {
        return serving.flatMap(main -> newestFirst.stream()
                .dropWhile(revision -> !Revisions.name(revision).equals(main))
                .skip(1)
                .filter(Revisions::isReady)
                .map(Revisions::name)
                .filter(state::hasPassed)
                .findFirst());
    }
}
