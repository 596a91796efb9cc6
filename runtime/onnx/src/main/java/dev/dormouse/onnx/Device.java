package dev.dormouse.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.plan.Options;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where a model runs: on the CPU, or on one of NVIDIA's GPUs where ONNX Runtime's libraries for it are there. */
record Device(String name) {
    private static final String OPTION = "device";
    private static final String CPU = "cpu";
    private static final String CUDA = "cuda";
    private static final int MOST_GPUS = 16;

    static Option option() {
        String[] words = Stream.concat(
                        Stream.of(CPU, CUDA), IntStream.range(0, MOST_GPUS).mapToObj(i -> CUDA + ":" + i))
                .toArray(String[]::new);
        return Option.withDefault(
                OPTION,
                OptionType.oneOf(words),
                CPU,
                "where it runs; cuda is the first GPU, and needs ONNX Runtime's libraries for it");
    }

    static Device of(Options options) {
        return new Device(options.has(OPTION) ? options.string(OPTION) : CPU);
    }

    private boolean isCpu() {
        return name.equals(CPU);
    }

    private int number() {
        return name.equals(CUDA) ? 0 : Integer.parseInt(name.substring(CUDA.length() + 1));
    }

    /**
     * Asks for it in a session.
     *
     * @throws ArtifactException if it is not there
     */
    void select(SessionOptions session) throws OrtException {
        if (isCpu()) {
            return;
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new ArtifactException(
                    Reason.UNSUPPORTED,
                    "'device: " + name + "' is asked for, but the ONNX Runtime that is here runs on the CPU alone",
                    "leave 'device' out, or give the folder of ONNX Runtime's GPU libraries by DORMOUSE_ONNXRUNTIME"
                            + " (docs/formats/onnx.md)");
        }
        try {
            session.addCUDA(number());
        } catch (OrtException e) {
            throw absent(e);
        }
    }

    private ArtifactException absent(OrtException e) {
        ArtifactException absent = new ArtifactException(
                Reason.UNSUPPORTED,
                "'device: " + name + "' is asked for, but ONNX Runtime cannot use it: " + e.getMessage(),
                "leave 'device' out, or check that nvidia-smi lists that GPU and that CUDA and cuDNN are installed"
                        + " (docs/formats/onnx.md)");
        absent.initCause(e);
        return absent;
    }
}
