package dev.dormouse.torchscript;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** A TorchScript model in PyTorch, on the CPU, in evaluation mode. Requests share it. */
final class LoadedModel implements AutoCloseable {
    private static final String[] NO_MORE_FILES = {};
    /** What fails because of the machine or the model, whatever the request holds. */
    private static final Pattern OURS = Pattern.compile(
            "can't allocate memory|not enough memory|not implemented for|Could not run '|NotImplementedError");

    private final PtNDManager manager;
    private final PtSymbolBlock module;

    private LoadedModel(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads a file that {@link TorchArchive} has looked at; weights that were on a GPU come to the CPU.
     *
     * @throws ArtifactException if PyTorch refuses it
     */
    static LoadedModel load(Path file) {
        PtNDManager manager = (PtNDManager) Natives.engine().newBaseManager(Device.cpu());
        try {
            PtSymbolBlock module = JniUtils.loadModule(manager, file, true, NO_MORE_FILES, NO_MORE_FILES, false);
            JniUtils.enableInferenceMode(module);
            return new LoadedModel(manager, module);
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            manager.close();
            String name = String.valueOf(file.getFileName());
            ArtifactException refused = new ArtifactException(
                    Reason.UNSUPPORTED,
                    "PyTorch cannot load " + name + ": " + Messages.shortened(e).replace(file.toString(), name),
                    "try torch.jit.load on it in Python, or export it once more; operators of torchvision and other"
                            + " libraries are not there");
            refused.initCause(e);
            throw refused;
        }
    }

    /**
     * Calls {@code forward}.
     *
     * @param arguments in its order
     * @param outputs all that it returns, in its order
     * @return those of {@code outputs} that are {@code wanted}, in that order
     */
    Tensor[] forward(List<Tensor> arguments, Map<String, TensorType> outputs, List<String> wanted) {
        List<IValue> values = new ArrayList<>();
        try (PtNDManager scope = manager.newSubManager(Device.cpu())) {
            for (Tensor argument : arguments) {
                values.add(IValue.from(TorchValues.toTorch(scope, argument)));
            }
            try (IValue returned = call(values.toArray(new IValue[0]))) {
                Map<String, PtNDArray> arrays = ReturnedTensors.byName(returned, scope, List.copyOf(outputs.keySet()));
                Tensor[] results = new Tensor[wanted.size()];
                for (int i = 0; i < results.length; i++) {
                    String port = wanted.get(i);
                    results[i] = TorchValues.fromTorch(
                            Objects.requireNonNull(arrays.get(port)), Objects.requireNonNull(outputs.get(port)), port);
                }
                return results;
            }
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** What the model says of its inputs' shapes and values is the request's fault. */
    private IValue call(IValue[] arguments) {
        try {
            return IValueUtils.forward(module, arguments);
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            String why = Messages.shortened(e);
            if (OURS.matcher(String.valueOf(e.getMessage())).find()) {
                throw new IllegalStateException("PyTorch: " + why, e);
            }
            throw new PipelineException(ErrorCode.INVALID_INPUT, "the model refuses its inputs: " + why, e);
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
