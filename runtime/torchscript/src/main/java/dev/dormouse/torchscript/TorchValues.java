package dev.dormouse.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.Optional;

/** Our tensors to PyTorch's and back. Values are copied: a model may write into what it gets. */
final class TorchValues {
    private TorchValues() {}

    /** A tensor of the manager, which frees it. */
    static PtNDArray toTorch(PtNDManager manager, Tensor tensor) {
        NumericTensor numbers = (NumericTensor) tensor;
        DataType type = ElementTypes.of(numbers.datatype());
        ai.djl.ndarray.types.Shape shape =
                new ai.djl.ndarray.types.Shape(numbers.shape().dims());
        if (numbers.size() == 0) {
            return manager.create(shape, type);
        }
        try (PtNDArray ours = manager.create(numbers.bytes(), shape, type)) {
            return (PtNDArray) ours.duplicate();
        }
    }

    /**
     * A copy, of the declared datatype.
     *
     * @throws IllegalStateException if the model's is of another: reading it could end the process
     */
    static NumericTensor fromTorch(NDArray array, TensorType declared, String port) {
        Datatype datatype = declared.datatype();
        Optional<Datatype> actual = ElementTypes.datatype(array.getDataType());
        if (!actual.equals(Optional.of(datatype))) {
            throw new IllegalStateException(
                    "its output '" + port + "' is declared " + datatype + ", but the model returns "
                            + actual.map(Enum::name).orElse("a datatype that is not read, such as INT16 or BFLOAT16"));
        }
        if (array.isSparse()) {
            throw new IllegalStateException(
                    "its output '" + port + "' is sparse; the model must return it .to_dense()");
        }
        NumericTensor tensor =
                NumericTensor.allocate(datatype, Shape.of(array.getShape().getShape()));
        if (tensor.size() > 0) {
            // turns the signs of an imag(conj(z)), which PyTorch notes in the tensor and leaves in its memory
            try (NDArray plain = array.duplicate()) {
                tensor.bytes().put(plain.toByteBuffer(true));
            }
        }
        return tensor;
    }
}
