package dev.dormouse.functions.app;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.BundleException;
import dev.dormouse.functions.FunctionOptions;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/** Serves the bundle that {@code dormouse.bundle} or {@code DORMOUSE_BUNDLE} names. */
@QuarkusMain
public final class FunctionApp {
    /** The name under which the build knows the function; callers use the plan's. */
    static final String FUNCTION = "pipeline";

    private static final List<String> OTHER_OPTIONS =
            List.of("dormouse.queue", "dormouse.max.body", "dormouse.drain", "dormouse.parent");

    private FunctionApp() {}

    public static void main(String... args) {
        prepareLogging();
        try {
            Plan plan = Bundle.open(bundle()).plan();
            prepareEngines(plan);
        } catch (BundleException | IllegalArgumentException e) {
            System.err.println("dormouse: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    /**
     * Where only the bundle is set, it is read as Quarkus' configuration would, without building one more: that takes a
     * twentieth of the start. All else is read and checked by a configuration, before Quarkus would fail of it.
     */
    private static Path bundle() {
        String folder = System.getProperty("dormouse.bundle", System.getenv("DORMOUSE_BUNDLE"));
        if (folder != null && !folder.isEmpty() && !folder.contains("${") && !hasOtherOptions()) {
            return Path.of(folder);
        }
        return FunctionOptions.from(ConfigProvider.getConfig())
                .bundle()
                .orElseThrow(() -> new BundleException(
                        "no bundle to serve: set DORMOUSE_BUNDLE to a folder that 'dormouse compile' made"));
    }

    /** Also with a profile before the name, in the writing of properties or of the environment. */
    private static boolean hasOtherOptions() {
        return Stream.concat(System.getProperties().stringPropertyNames().stream(), System.getenv().keySet().stream())
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.'))
                .anyMatch(name -> OTHER_OPTIONS.stream().anyMatch(name::endsWith));
    }

    private static Logger log() {
        return Logger.getLogger("dev.dormouse");
    }

    /** Natives load while Quarkus starts; the models follow as soon as it knows the pipeline. */
    private static void prepareEngines(Plan plan) {
        Thread preparer = new Thread(
                () -> {
                    StepCatalogue catalogue = StepCatalogue.load();
                    plan.steps().stream()
                            .flatMap(step -> catalogue.find(step.kind()).stream())
                            .distinct()
                            .forEach(FunctionApp::prepare);
                },
                "dormouse-prepare");
        preparer.setDaemon(true);
        preparer.start();
    }

    private static void prepare(StepKind kind) {
        try {
            kind.prepare();
            log().debugf("engine of '%s' is loaded", kind.name());
        } catch (RuntimeException | LinkageError e) {
            log().debugf(e, "the engine of '%s' cannot be prepared; opening the step will tell", kind.name());
        }
    }

    /** Engines load natives on their own thread, which must not be the first to touch logging: the two can deadlock. */
    private static void prepareLogging() {
        LogManager.getLogManager();
        log().debug("main begins");
        // an orderly end is success: the JVM's own handler would exit with 143
        Signal.handle(new Signal("TERM"), signal -> Quarkus.asyncExit(0));
    }
}
