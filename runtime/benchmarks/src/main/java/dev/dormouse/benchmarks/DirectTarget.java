package dev.dormouse.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The yardstick: ONNX Runtime called directly with token ids that are there already. No code of Dormouse is on its way. */
final class DirectTarget implements Target, Target.Client, AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final List<Map<String, Tensor>> inputs;

    /**
     * Opens a session of its own.
     *
     * @param sharedPool whether it computes on the process's pool of threads, as the engine's sessions do, or has ONNX
     *     Runtime's defaults: a pool of its own whose threads spin
     * @param inputs the model's inputs for each text, each INT64[1, sequence]
     */
    DirectTarget(String name, Path model, boolean sharedPool, List<Map<String, Tensor>> inputs) throws OrtException {
        this.name = name;
        this.inputs = List.copyOf(inputs);
        try (SessionOptions options = new SessionOptions()) {
            if (sharedPool) {
                options.disablePerSessionThreads();
            }
            this.session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Client open() {
        return new Client() {
            @Override
            public void call(int text) throws OrtException {
                DirectTarget.this.call(text);
            }
        };
    }

    @Override
    public void call(int text) throws OrtException {
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.get(text).entrySet()) {
                NumericTensor ids = (NumericTensor) input.getValue();
                feeds.put(
                        input.getKey(),
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                ids.longs(),
                                ids.shape().dims()));
            }
            try (OrtSession.Result result = session.run(feeds)) {
                float[][] logits = (float[][]) result.get(0).getValue();
                if (logits.length != 1) {
                    throw new IllegalStateException("one row was asked for, " + logits.length + " came");
                }
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
