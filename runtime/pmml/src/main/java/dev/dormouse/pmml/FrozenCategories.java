package dev.dormouse.pmml;

import java.util.HashMap;
import java.util.Map;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.AbstractField;
import org.pmml4s.metadata.Attribute;
import org.pmml4s.metadata.CategoricalAttribute;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.AnomalyDetectionModel;
import org.pmml4s.model.EmbeddedModel;
import org.pmml4s.model.MiningModel;
import org.pmml4s.model.Model;
import org.pmml4s.model.Segment;

/**
 * The categories of a field that lists none, as the model's own text names them. PMML4S would learn a new one from each
 * request: that is memory without end for what strangers send, and a table that several threads write. Here all others
 * are one other category.
 */
final class FrozenCategories extends CategoricalAttribute {
    private final Map<DataVal, Double> codes = new HashMap<>();
    private final DataVal[] known;

    private FrozenCategories(Attribute learning) {
        super(learning.invalidValues(), learning.missingValues(), learning.labels());
        this.known = learning.validValues();
        for (int i = 0; i < known.length; i++) {
            codes.put(known[i], (double) i);
        }
    }

    @Override
    public double encode(DataVal value) {
        Double code = codes.get(value);
        if (code != null) {
            return code;
        }
        return isValidValue(value) ? known.length : Double.NaN;
    }

    @Override
    public DataVal decode(int index) {
        return known[index];
    }

    @Override
    public DataVal[] validValues() {
        return known.clone();
    }

    /** All fields that the model, and the models in it, read or make. */
    static void freeze(Model model) {
        freeze(model.dataDictionary().fields());
        if (model.transformationDictionary().isDefined()) {
            freeze(model.transformationDictionary().get().fields());
        }
        freezeOwn(model);
    }

    private static void freezeOwn(Model model) {
        if (model.localTransformations().isDefined()) {
            freeze(model.localTransformations().get().fields());
        }
        if (model.output().isDefined()) {
            freeze(model.output().get().outputFields());
        }
        if (model instanceof MiningModel mining) {
            if (mining.segmentation().isDefined()) {
                for (Segment segment : mining.segmentation().get().segments()) {
                    freezeOwn(segment.model());
                }
            }
            for (EmbeddedModel embedded : mining.embeddedModels()) {
                freezeOwn(embedded);
            }
        } else if (model instanceof AnomalyDetectionModel anomaly) {
            freezeOwn(anomaly.model());
        }
    }

    private static void freeze(Field[] fields) {
        for (Field field : fields) {
            if (field instanceof AbstractField own && own.attribute().isMutable()) {
                own._attribute_$eq(new FrozenCategories(own.attribute()));
            }
        }
    }
}
