package dev.dormouse.pmml;

import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pmml4s.common.DataType;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.DoubleVal;
import org.pmml4s.metadata.OutputField;
import org.pmml4s.model.Model;
import org.pmml4s.model.TreeModel;

/**
 * An output of the model.
 *
 * @param position in a scored row
 */
record OutputColumn(String name, int position, Datatype datatype) {
    private static final Set<String> NUMBERS = Set.of(
            "probability",
            "affinity",
            "entityAffinity",
            "clusterAffinity",
            "standardError",
            "confidence",
            "support",
            "lift",
            "leverage");

    /**
     * Those of the file's Output, and after them what else a model of its class tells: the predicted value and the
     * probability of each class. PMML4S leaves these out as soon as there is an Output.
     */
    static Map<String, OutputColumn> of(Model model) {
        List<OutputField> fields = new ArrayList<>();
        if (model.output().isDefined()) {
            fields.addAll(Arrays.asList(model.output().get().outputFields()));
        }
        for (OutputField field : model.combineOutputFields(fields.toArray(new OutputField[0]), defaults(model))) {
            if (!fields.contains(field)
                    && fields.stream().noneMatch(own -> own.name().equals(field.name()))) {
                fields.add(field);
            }
        }
        model.setOutputFields(fields.toArray(new OutputField[0]));
        Map<String, OutputColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            OutputField field = fields.get(i);
            // a residual needs the true value, which nobody knows who asks for a score
            if (field.isFinalResult() && !field.feature().toString().equals("residual")) {
                columns.put(field.name(), new OutputColumn(field.name(), i, datatype(field)));
            }
        }
        return Collections.unmodifiableMap(columns);
    }

    /** A tree whose leaves count classes gives their shares, but PMML4S lists them only if each leaf says them too. */
    private static OutputField[] defaults(Model model) {
        List<OutputField> fields = new ArrayList<>(Arrays.asList(model.defaultOutputFields()));
        Set<String> names = new HashSet<>();
        fields.forEach(field -> names.add(field.name()));
        if (model instanceof TreeModel tree && tree.isClassification() && counts(tree)) {
            for (DataVal category : tree.classes()) {
                OutputField share = OutputField.probability(category);
                if (names.add(share.name())) {
                    fields.add(share);
                }
            }
        }
        return fields.toArray(new OutputField[0]);
    }

    private static boolean counts(TreeModel tree) {
        var node = tree.node();
        while (node.isSplit()) {
            node = node.children()[0];
        }
        return node.scoreDistributions().valueToDistribution().nonEmpty();
    }

    /** The datatype of a tensor for its values, where they are numbers. */
    Datatype numbers() {
        return datatype == Datatype.STRING ? Datatype.BOOL : datatype;
    }

    /** A value of a STRING output. */
    static String text(DataVal value) {
        return value instanceof DoubleVal number ? FieldValues.text(number.value()) : String.valueOf(value.toVal());
    }

    private static Datatype datatype(OutputField field) {
        String feature = field.feature().toString();
        if (NUMBERS.contains(feature)) {
            return Datatype.FP64;
        }
        DataType type = field.dataType();
        return switch (type.toString()) {
            case "integer" -> Datatype.INT64;
            case "float", "double", "real" -> Datatype.FP64;
            case "boolean" -> Datatype.BOOL;
            case "unresolved" -> field.isContinuous() ? Datatype.FP64 : Datatype.STRING;
            default -> type.isNumeric() ? Datatype.FP64 : Datatype.STRING;
        };
    }
}
