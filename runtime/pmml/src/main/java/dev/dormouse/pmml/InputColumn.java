package dev.dormouse.pmml;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.pmml.ActiveField.InvalidValue;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.pmml4s.data.BoolVal;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.DateVal;
import org.pmml4s.data.DoubleVal;
import org.pmml4s.data.LongVal;
import org.pmml4s.data.StringVal;

/** Reads one input's values as the model is to see them: checked, and treated as its MiningField says. */
record InputColumn(ActiveField field, int position) {

    /**
     * A value for PMML4S; null is its "missing".
     *
     * @throws PipelineException if it is none of the field's, or the model refuses it
     */
    @Nullable
    DataVal read(Tensor tensor, int row) {
        try {
            Object value =
                    tensor instanceof TextTensor texts ? text(texts.get(row)) : number((NumericTensor) tensor, row);
            Object treated = value == null ? field.replaced() : field.treated(value);
            return treated == null ? null : toPmml4s(treated);
        } catch (InvalidValue e) {
            throw PipelineException.invalidInput("'" + field.name() + "' in row " + row + ": " + e.getMessage());
        }
    }

    private @Nullable Object text(String text) {
        if (text.isEmpty()) {
            return null;
        }
        FieldType type = field.data().type();
        return FieldValues.parse(text, type)
                .orElseThrow(() ->
                        new InvalidValue("'" + text + "' is no " + field.data().dataType() + ", such as "
                                + switch (type) {
                                    case DATE -> "2026-11-29";
                                    case TIME -> "17:20:00";
                                    default -> "2026-11-29T17:20:00";
                                }));
    }

    private @Nullable Object number(NumericTensor tensor, int row) {
        if (!tensor.datatype().isFloating()) {
            long value = tensor.getLong(row);
            return field.data().type() == FieldType.BOOLEAN ? (Object) (value != 0) : (Object) value;
        }
        double value = tensor.getDouble(row);
        if (Double.isNaN(value)) {
            return null;
        }
        return switch (field.data().type()) {
            case BOOLEAN -> flag(value);
            case INTEGER, COUNT -> whole(value);
            // a file writes its thresholds in decimals, and 2.45 is to equal 2.45
            case FLOAT -> Double.parseDouble(Float.toString((float) value)) + 0.0;
            default -> value + 0.0;
        };
    }

    private static Boolean flag(double value) {
        if (value != 0 && value != 1) {
            throw new InvalidValue(FieldValues.text(value) + " is neither 0 nor 1");
        }
        return value == 1;
    }

    private static Long whole(double value) {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw new InvalidValue(FieldValues.text(value) + " is no integer");
        }
        return (long) value;
    }

    private static DataVal toPmml4s(Object value) {
        if (value instanceof Double number) {
            return new DoubleVal(number);
        }
        if (value instanceof Long number) {
            return new LongVal(number);
        }
        if (value instanceof Boolean flag) {
            return new BoolVal(flag);
        }
        return value instanceof Instant moment ? new DateVal(Date.from(moment)) : new StringVal((String) value);
    }
}
