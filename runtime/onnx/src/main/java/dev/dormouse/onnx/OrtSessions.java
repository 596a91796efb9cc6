package dev.dormouse.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEnvironment.ThreadingOptions;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.plan.Options;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Opens sessions on the one ONNX Runtime environment of the process, whose pool of threads they share. The first use
 * loads the natives; in a thread of a Quarkus boot that can deadlock between java.util.logging and JBoss LogContext, so
 * a main method touches {@code LogManager} and a JBoss {@code Logger} before.
 */
final class OrtSessions {
    private static final long START_STACK_BYTES = 16 << 20;

    private OrtSessions() {}

    static OrtEnvironment environment() {
        try {
            return Environment.STARTING.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("ONNX Runtime does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Loads a model's file as it is.
     *
     * @param options {@code threads}, if there: a pool of its own with so many threads; and {@code device}
     * @throws ArtifactException if the device is not there
     */
    static OrtSession open(Path file, Options options) throws OrtException {
        try (SessionOptions session = sessionOptions(options)) {
            return environment().createSession(file.toString(), session);
        }
    }

    /**
     * Loads a model from memory.
     *
     * @throws ArtifactException if ONNX Runtime refuses it
     */
    static OrtSession open(byte[] model, Path file, Options options) throws OrtException {
        try (SessionOptions session = sessionOptions(options)) {
            return environment().createSession(model, session);
        } catch (OrtException e) {
            throw refused(file, e);
        }
    }

    private static SessionOptions sessionOptions(Options options) throws OrtException {
        SessionOptions session = new SessionOptions();
        try {
            if (options.has("threads")) {
                session.setIntraOpNumThreads(options.integer("threads"));
                session.setInterOpNumThreads(1);
                session.addConfigEntry("session.intra_op.allow_spinning", "0");
            } else {
                session.disablePerSessionThreads();
            }
            Device.of(options).select(session);
            return session;
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** A model that ONNX Runtime does not load, in words for the user. */
    static ArtifactException refused(Path file, OrtException e) {
        boolean unreadable =
                e.getCode() == OrtErrorCode.ORT_INVALID_PROTOBUF || e.getCode() == OrtErrorCode.ORT_NO_SUCHFILE;
        ArtifactException refused = new ArtifactException(
                unreadable ? Reason.UNREADABLE : Reason.UNSUPPORTED,
                "ONNX Runtime cannot load " + file.getFileName() + ": "
                        + String.valueOf(e.getMessage()).replace(file.toString(), String.valueOf(file.getFileName())),
                "check the model with onnx.checker.check_model, or export it once more");
        refused.initCause(e);
        return refused;
    }

    /** Made on first use, for the life of the process. */
    private static final class Environment {
        private static final CompletableFuture<OrtEnvironment> STARTING = starting();
    }

    /**
     * Starts ONNX Runtime on a thread with a deep stack: where its telemetry is not switched off from outside, its
     * start needs more than the megabyte that a thread has otherwise, and the process dies of it.
     */
    private static CompletableFuture<OrtEnvironment> starting() {
        CompletableFuture<OrtEnvironment> started = new CompletableFuture<>();
        Runnable start = () -> {
            try {
                started.complete(start());
            } catch (OrtException | RuntimeException | Error e) {
                started.completeExceptionally(e);
            }
        };
        new Thread(null, start, "onnx-start", START_STACK_BYTES).start();
        return started;
    }

    private static OrtEnvironment start() throws OrtException {
        try (ThreadingOptions threads = new ThreadingOptions()) {
            threads.setGlobalIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            threads.setGlobalInterOpNumThreads(1);
            threads.setGlobalSpinControl(false);
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "dormouse", threads);
            environment.setTelemetry(false);
            return environment;
        }
    }
}
