package dev.dormouse.functions.app;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.BundleException;
import dev.dormouse.functions.FunctionOptions;
import dev.dormouse.plan.Plan;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/** Serves the bundle that {@code dormouse.bundle} or {@code DORMOUSE_BUNDLE} names. */
@QuarkusMain
public final class FunctionApp {
    /** The name under which the build knows the function; callers use the plan's. */
    static final String FUNCTION = "pipeline";

    private FunctionApp() {}

    public static void main(String... args) {
        prepareLogging();
        try {
            FunctionOptions options = FunctionOptions.from(ConfigProvider.getConfig());
            Path folder = options.bundle()
                    .orElseThrow(() -> new BundleException(
                            "no bundle to serve: set DORMOUSE_BUNDLE to a folder that 'dormouse compile' made"));
            describeEvents(Bundle.open(folder).plan().execution().events());
        } catch (BundleException | IllegalArgumentException e) {
            System.err.println("dormouse: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    /** Engines load natives on their own thread, which must not be the first to touch logging: the two can deadlock. */
    private static void prepareLogging() {
        LogManager.getLogManager();
        Logger.getLogger(FunctionApp.class);
        // an orderly end is success: the JVM's own handler would exit with 143
        Signal.handle(new Signal("TERM"), signal -> Quarkus.asyncExit(0));
    }

    /** Type and source of answering events are Funqy's settings, and known only from the plan. */
    private static void describeEvents(Plan.Events events) {
        String mapping = "quarkus.funqy.knative-events.mapping." + FUNCTION + ".";
        System.setProperty(mapping + "response-type", events.type());
        System.setProperty(mapping + "response-source", events.source());
    }
}
