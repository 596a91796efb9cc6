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

/**
 * The step kinds that are there: a list in code for the plain steps, {@link StepKinds} services for the engines, those on
 * the class path and those in a folder of their own, which {@link #load} takes from {@code dormouse.engines}.
 */
public final class StepCatalogue {
    private final Map<String, StepKind> kinds;
    private final EngineFolder engines;

    private StepCatalogue(Map<String, StepKind> kinds, EngineFolder engines) {
        this.kinds = Collections.unmodifiableMap(kinds);
        this.engines = engines;
    }

    public static StepCatalogue of(Collection<? extends StepKind> kinds) {
        return of(kinds, new EngineFolder(List.of()));
    }

    static StepCatalogue of(Collection<? extends StepKind> kinds, EngineFolder engines) {
        Map<String, StepKind> byName = new TreeMap<>();
        for (StepKind kind : kinds) {
            if (byName.put(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two step kinds are named " + kind.name());
            }
        }
        return new StepCatalogue(byName, engines);
    }

    /** Every kind on the class path, and every one in the folder of engines: these are opened when they are asked for. */
    public static StepCatalogue load() {
        StepCatalogue classPath = of(ServiceLoader.load(StepKinds.class, StepKinds.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toArray(StepKinds[]::new));
        return new StepCatalogue(classPath.kinds, EngineFolder.ofProcess());
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
        StepKind kind = kinds.get(name);
        return kind == null ? engines.find(name) : Optional.of(kind);
    }

    /** All kinds by name. */
    public List<StepKind> kinds() {
        Map<String, StepKind> all = new TreeMap<>();
        engines.names().forEach(name -> engines.find(name).ifPresent(kind -> all.put(name, kind)));
        all.putAll(kinds);
        return List.copyOf(all.values());
    }
}
