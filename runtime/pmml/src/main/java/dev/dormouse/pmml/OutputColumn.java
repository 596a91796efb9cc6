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
import org.pmml4s.metadata.RankOrder;
import org.pmml4s.model.AssociationModel;
import org.pmml4s.model.MiningModel;
import org.pmml4s.model.Model;
import org.pmml4s.model.NearestNeighborModel;
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
        if (model instanceof AssociationModel) {
            fields.replaceAll(OutputColumn::bestFirst);
        }
        model.setOutputFields(fields.toArray(new OutputField[0]));
        Map<String, OutputColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            OutputField field = fields.get(i);
            if (field.isFinalResult() && isComputed(model, field)) {
                columns.put(field.name(), new OutputColumn(field.name(), i, datatype(field)));
            }
        }
        return Collections.unmodifiableMap(columns);
    }

    /**
     * A residual needs the true value, which nobody knows who asks for a score; neighbours vote without probabilities, and
     * those of a weighted vote PMML4S divides once too often.
     */
    private static boolean isComputed(Model model, OutputField field) {
        String feature = field.feature().toString();
        return !feature.equals("residual")
                && !(feature.equals("probability") && (model instanceof NearestNeighborModel || isWeightedVote(model)));
    }

    private static boolean isWeightedVote(Model model) {
        return model instanceof MiningModel mining
                && mining.segmentation().isDefined()
                && mining.segmentation().get().multipleModelMethod().toString().equals("weightedMajorityVote");
    }

    /** The same field with its ranks counted from the other end: PMML4S 1.5.6 calls the weakest rule the first. */
    private static OutputField bestFirst(OutputField field) {
        boolean descending = field.rankOrder().equals(RankOrder.descending());
        return new OutputField(
                field.name(),
                field.displayName(),
                field.dataType(),
                field.opType(),
                field.feature(),
                field.targetField(),
                field.value(),
                field.ruleFeature(),
                field.algorithm(),
                field.rank(),
                field.rankBasis(),
                descending ? RankOrder.ascending() : RankOrder.descending(),
                field.isMultiValued(),
                field.segmentId(),
                field.isFinalResult(),
                field.decisions(),
                field.expr());
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
