package dev.dormouse.torchscript;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.ProbeProcess;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The program of a {@link ProbeProcess}: loads a model and calls it with made-up inputs. What it does not take is not its
 * fault; what it returns must be what the manifest says.
 */
final class Probe {
    /** The second call runs what PyTorch compiled after the first. */
    private static final List<Long> ROWS = List.of(1L, 2L);

    private Probe() {}

    /**
     * Has a program try the model in a process of its own.
     *
     * @throws ArtifactException if PyTorch or the manifest's types refuse it, or its process ends because of it
     */
    static void in(Class<?> program, Declaration declaration) {
        Path file = declaration.file(TorchscriptKind.SOURCE);
        Map<String, TensorType> inputs = declaration.options().types(TorchscriptKind.INPUTS);
        Map<String, TensorType> outputs = declaration.options().types(TorchscriptKind.OUTPUTS);
        List<String> arguments = new ArrayList<>();
        arguments.add(file.toAbsolutePath().toString());
        arguments.add(Integer.toString(inputs.size()));
        inputs.forEach((name, type) -> arguments.addAll(List.of(name, type.toString())));
        outputs.forEach((name, type) -> arguments.addAll(List.of(name, type.toString())));
        new ProbeProcess(
                        program,
                        "PyTorch ends its process on loading or running",
                        "export the model once more; if torch.jit.load in Python and a call with the declared inputs end in the"
                                + " same way, it is the model",
                        LoggerFactory.class)
                .run(String.valueOf(file.getFileName()), arguments);
    }

    public static void main(String[] arguments) {
        try {
            int inputs = Integer.parseInt(arguments[1]);
            tryOut(Path.of(arguments[0]), types(arguments, 2, inputs), types(arguments, 2 + 2 * inputs, -1));
        } catch (ArtifactException e) {
            ProbeProcess.refuse(e);
        }
        System.exit(0);
    }

    private static Map<String, TensorType> types(String[] arguments, int start, int count) {
        int end = count < 0 ? arguments.length : start + 2 * count;
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (int i = start; i < end; i += 2) {
            types.put(arguments[i], TensorType.parse(arguments[i + 1]));
        }
        return types;
    }

    private static void tryOut(Path file, Map<String, TensorType> inputs, Map<String, TensorType> outputs) {
        TorchArchive.read(file);
        try (LoadedModel model = LoadedModel.load(file)) {
            for (long rows : ROWS) {
                List<Tensor> values = MadeUpInputs.of(inputs, rows);
                if (values.isEmpty()) {
                    return;
                }
                Tensor[] returned = model.forward(values, outputs, List.copyOf(outputs.keySet()));
                int i = 0;
                for (Map.Entry<String, TensorType> output : outputs.entrySet()) {
                    checkRank(output.getKey(), output.getValue(), returned[i++]);
                }
            }
        } catch (PipelineException e) {
            // values that the model does not take: an example of the manifest says more than made-up inputs
            return;
        } catch (IllegalStateException e) {
            throw new ArtifactException(
                    Reason.UNSUPPORTED,
                    file.getFileName() + ", run on made-up inputs: " + e.getMessage(),
                    "make 'inputs' and 'outputs' say what the model takes and returns, or export one that returns that");
        }
    }

    private static void checkRank(String name, TensorType type, Tensor tensor) {
        if (tensor.shape().rank() != type.rank()) {
            throw new IllegalStateException(
                    "its output '" + name + "' is declared " + type + ", but has the shape " + tensor.shape());
        }
    }
}
