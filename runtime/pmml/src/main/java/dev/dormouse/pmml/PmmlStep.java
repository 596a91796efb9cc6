package dev.dormouse.pmml;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.Series;

/** A loaded model, which scores row after row. */
final class PmmlStep implements Step {
    private final LoadedModel model;
    /** In the order of the wires. */
    private final List<InputColumn> inputs;

    private final List<OutputColumn> outputs;

    private PmmlStep(LoadedModel model, List<InputColumn> inputs, List<OutputColumn> outputs) {
        this.model = model;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    static PmmlStep open(LoadedModel model, StepContext context) {
        Map<String, ActiveField> fields = new HashMap<>();
        model.inputs().forEach(field -> fields.put(field.name(), field));
        Set<String> missing = new HashSet<>(fields.keySet());
        List<InputColumn> inputs = new ArrayList<>();
        for (Wire wire : context.inputs()) {
            ActiveField field = fields.get(wire.port());
            if (field == null || !missing.remove(wire.port())) {
                throw new IllegalArgumentException("the model has no input '" + wire.port() + "'");
            }
            inputs.add(new InputColumn(field, model.position(field.name())));
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the model's inputs " + missing + " are not wired");
        }
        List<OutputColumn> outputs = new ArrayList<>();
        for (Wire wire : context.outputs()) {
            OutputColumn column = model.outputs().get(wire.port());
            if (column == null) {
                throw new IllegalArgumentException("the model has no output '" + wire.port() + "'");
            }
            outputs.add(column);
        }
        return new PmmlStep(model, inputs, outputs);
    }

    @Override
    public Tensor[] run(Tensor[] tensors) {
        int rows = tensors.length == 0 ? 1 : tensors[0].shape().intDim(0);
        List<OutputValues> values =
                outputs.stream().map(column -> new OutputValues(column, rows)).toList();
        for (int row = 0; row < rows; row++) {
            Series scored = score(tensors, row);
            for (OutputValues column : values) {
                column.take(scored, row);
            }
        }
        return values.stream().map(OutputValues::tensor).toArray(Tensor[]::new);
    }

    private Series score(Tensor[] tensors, int row) {
        DataVal[] values = new DataVal[model.width()];
        for (int i = 0; i < tensors.length; i++) {
            InputColumn column = inputs.get(i);
            values[column.position()] = column.read(tensors[i], row);
        }
        try {
            return model.score(values);
        } catch (PipelineException e) {
            throw e;
        } catch (Exception | StackOverflowError | scala.NotImplementedError e) {
            throw new IllegalStateException("PMML4S: " + e, e);
        }
    }

    /** One output being filled. */
    private static final class OutputValues {
        private final OutputColumn column;
        private final Shape shape;
        private final String[] texts;
        private final NumericTensor numbers;

        OutputValues(OutputColumn column, int rows) {
            this.column = column;
            this.shape = Shape.of(rows);
            this.texts = new String[rows];
            this.numbers = NumericTensor.allocate(column.numbers(), shape);
        }

        void take(Series scored, int row) {
            DataVal value = scored.get(column.position());
            boolean missing = value == null || value.isMissing();
            switch (column.datatype()) {
                case STRING -> texts[row] = missing ? "" : OutputColumn.text(value);
                case FP64 -> numbers.setDouble(row, missing ? Double.NaN : value.toDouble());
                case INT64 -> numbers.setLong(row, present(value, missing, row).toLong());
                default -> numbers.setLong(row, present(value, missing, row).toBool() ? 1 : 0);
            }
        }

        /** Integers and truth values have no way to say that there is none. */
        private DataVal present(DataVal value, boolean missing, int row) {
            if (missing) {
                throw PipelineException.invalidInput("row " + row + ": the model gives no '" + column.name()
                        + "' for these values, and " + column.datatype() + " cannot say so");
            }
            return value;
        }

        Tensor tensor() {
            return column.datatype() == dev.dormouse.tensor.Datatype.STRING ? new TextTensor(shape, texts) : numbers;
        }
    }
}
