package dev.dormouse.pmml;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.pmml4s.common.StructType;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.GenericSeriesWithSchema;
import org.pmml4s.data.Series;
import org.pmml4s.model.Model;
import org.pmml4s.model.Scorecard;

/** A model as PMML4S holds it, made safe for several threads. */
final class LoadedModel {
    /** PMML4S writes numbers into texts by one format for the whole process, which several threads may not use at once. */
    private static final Object TURNS = new Object();

    static {
        DecimalFormat format = DataVal.DefaultDecimalFormat();
        format.setDecimalFormatSymbols(DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setGroupingUsed(false);
        format.setMaximumFractionDigits(17);
    }

    private final Model model;
    private final StructType schema;
    private final boolean inTurns;
    private final List<ActiveField> inputs;
    private final Map<String, OutputColumn> outputs;

    private LoadedModel(Model model, Document document) {
        this.model = model;
        this.schema = model.usedSchema();
        this.inTurns = document.sharesState();
        this.inputs = document.inputs();
        this.outputs = OutputColumn.of(model);
    }

    /** @throws ArtifactException if PMML4S does not take it */
    static LoadedModel of(Document document) {
        try {
            Model model = Model.fromString(document.text());
            FrozenCategories.freeze(model);
            LoadedModel loaded = new LoadedModel(model, document);
            document.inputs().forEach(field -> loaded.position(field.name()));
            return loaded;
        } catch (ArtifactException e) {
            throw e;
        } catch (Exception | StackOverflowError | scala.NotImplementedError e) {
            throw refused(document.name(), e);
        }
    }

    private static ArtifactException refused(String name, Throwable e) {
        String message = e instanceof StackOverflowError
                ? "its elements are nested too deep"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ArtifactException(
                Reason.UNSUPPORTED,
                name + " is PMML, but PMML4S does not take it: "
                        + message.lines().findFirst().orElse(""),
                "see docs/formats/pmml.md for what is read, or export the model again");
    }

    /** The active fields, in the order of the MiningSchema. */
    List<ActiveField> inputs() {
        return inputs;
    }

    /** By name; in the model's order. */
    Map<String, OutputColumn> outputs() {
        return outputs;
    }

    /** The place of an input in a row. */
    int position(String field) {
        return schema.fieldIndex(field);
    }

    int width() {
        return schema.length();
    }

    /** Scores one row; its outputs stand at {@link OutputColumn#position}. */
    Series score(DataVal[] row) {
        Series series = new GenericSeriesWithSchema(row, schema);
        if (inTurns) {
            synchronized (TURNS) {
                return model.predict(series);
            }
        }
        return model instanceof Scorecard ? scoreCard(series) : model.predict(series);
    }

    /** A Characteristic of which no Attribute matches has no score; with reason codes PMML4S looks up the one of nothing. */
    private Series scoreCard(Series series) {
        try {
            return model.predict(series);
        } catch (NoSuchElementException e) {
            return model.nullSeries();
        }
    }
}
