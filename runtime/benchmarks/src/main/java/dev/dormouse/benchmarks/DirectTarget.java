package dev.dormouse.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The yardstick: ONNX Runtime called directly with token ids that are there already. No code of Dormouse is on its way. */
final class DirectTarget implements Target, AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final List<Map<String, Tensor>> inputs;

    private DirectTarget(String name, OrtSession session, List<Map<String, Tensor>> inputs) {
        this.name = name;
        this.session = session;
        this.inputs = List.copyOf(inputs);
    }

    /** Opens a session of its own on the process's ONNX Runtime, which the engine has set up before. */
    static DirectTarget open(String name, ModelInputs model, Threads threads) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            threads.set(options);
            return new DirectTarget(
                    name,
                    OrtEnvironment.getEnvironment().createSession(model.file().toString(), options),
                    model.inputs());
        }
    }

    /** Says which threads a session computes on. */
    interface Threads {
        void set(SessionOptions options) throws OrtException;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Client open() {
        return this::call;
    }

    private void call(int text) throws OrtException {
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
