package dev.dormouse.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The step kinds that are there: a list in code for the plain steps, {@link StepKinds} services for the engines. */
public final class StepCatalogue {
    private final Map<String, StepKind> kinds;

    private StepCatalogue(Map<String, StepKind> kinds) {
        this.kinds = Collections.unmodifiableMap(kinds);
    }

    public static StepCatalogue of(Collection<? extends StepKind> kinds) {
        Map<String, StepKind> byName = new TreeMap<>();
        for (StepKind kind : kinds) {
            if (byName.put(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two step kinds are named " + kind.name());
            }
        }
        return new StepCatalogue(byName);
    }

    /** Every kind on the class path. */
    public static StepCatalogue load() {
        return of(ServiceLoader.load(StepKinds.class, StepKinds.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toArray(StepKinds[]::new));
    }

    /** The kinds of these modules, and their translations to kinds that are there. */
    public static StepCatalogue of(StepKinds... modules) {
        StepCatalogue plain = of(Arrays.stream(modules)
                .flatMap(module -> module.kinds().stream())
                .toList());
        List<StepKind> all = new ArrayList<>(plain.kinds());
        for (StepKinds module : modules) {
            for (StepTranslation translation : module.translations()) {
                plain.find(translation.target()).ifPresent(target -> all.add(new TranslatedKind(translation, target)));
            }
        }
        return of(all);
    }

    public Optional<StepKind> find(String name) {
        return Optional.ofNullable(kinds.get(name));
    }

    /** All kinds by name. */
    public List<StepKind> kinds() {
        return List.copyOf(kinds.values());
    }
}
