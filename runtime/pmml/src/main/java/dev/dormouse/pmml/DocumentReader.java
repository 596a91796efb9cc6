package dev.dormouse.pmml;

import dev.dormouse.step.ArtifactException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks through a PMML file once: what it has that cannot be scored is refused with its line, its inputs are gathered. */
final class DocumentReader {
    /** Of expressions and predicates in each other, which take PMML4S much more of a thread's stack than a tree's nodes. */
    static final int MOST_NESTED = 50;

    private static final Set<String> NESTED = Set.of("Apply", "CompoundPredicate");

    private final XmlFile xml;
    private final String name;
    private final Map<String, DataField> fields = new LinkedHashMap<>();
    private final List<ActiveField> inputs = new ArrayList<>();
    private final FieldNames names;
    private final ReasonCodes reasons;
    private final List<String> path = new ArrayList<>();
    private String model = "";
    private boolean schemaRead;
    private int nested;
    private boolean sharesState;

    DocumentReader(String name, byte[] bytes) {
        this.name = name;
        this.xml = new XmlFile(name, bytes);
        this.names = new FieldNames(xml);
        this.reasons = new ReasonCodes(xml);
    }

    Document read() {
        while (xml.next()) {
            if (xml.begins()) {
                begin();
            } else {
                end();
            }
        }
        if (model.isEmpty()) {
            throw xml.refused("has no model", "give a file with one of " + Vocabulary.modelsForPeople());
        }
        if (!schemaRead) {
            throw xml.refused("has a " + model + " without a MiningSchema", "export the model again");
        }
        names.check();
        return new Document(name, xml.text(), inputs, sharesState);
    }

    private void begin() {
        String element = xml.element();
        if (path.isEmpty()) {
            root(element);
        } else if (Vocabulary.PASSED_OVER.contains(element)) {
            xml.skip();
            return;
        }
        Vocabulary.refusal(element).ifPresent(why -> {
            throw xml.refused(
                    why,
                    Vocabulary.OTHER_MODELS.contains(element)
                            ? "export the model as one of " + Vocabulary.modelsForPeople()
                            : "leave it out, or export the model in another way");
        });
        checkNumbers();
        misread(element);
        if (path.size() == 1 && Vocabulary.MODELS.contains(element)) {
            topModel(element);
        }
        path.add(element);
        if (NESTED.contains(element) && ++nested > MOST_NESTED) {
            throw xml.refused(
                    "nests " + element + " more than " + MOST_NESTED + " deep",
                    "put parts of it side by side, or into DerivedFields");
        }
        names.begin(element);
        reasons.begin(element);
        switch (element) {
            case "DataField" -> dataField();
            case "MiningField" -> miningField();
            case "OutputField" -> outputField();
            case "SimplePredicate" -> predicate();
            case "AssociationModel" -> sharesState = true;
            case Vocabulary.TABLE -> table();
            default -> {}
        }
    }

    /** PMML4S takes what is no number as missing, or says nothing of use. */
    private void checkNumbers() {
        for (String attribute : Vocabulary.NUMBERS) {
            xml.attribute(attribute).ifPresent(text -> DataFieldReader.number(xml, attribute, text));
        }
    }

    private void predicate() {
        DataField data = fields.get(xml.required("field"));
        String operator = xml.required("operator");
        if (data == null || !data.type().isNumber() || operator.endsWith("Missing")) {
            return;
        }
        String value = xml.required("value");
        if (FieldValues.parse(value, FieldType.DOUBLE).isEmpty()) {
            throw xml.refused(
                    "compares the field '" + data.name() + "' with '" + value + "', which is no " + data.dataType(),
                    "correct it");
        }
    }

    private void misread(String element) {
        for (Vocabulary.Misread known : Vocabulary.MISREAD) {
            if (known.element().equals(element)) {
                xml.attribute(known.attribute())
                        .filter(value ->
                                known.value().equals("*") || known.value().equals(value))
                        .ifPresent(value -> {
                            throw xml.refused(
                                    "has " + XmlFile.one(element) + " with " + known.attribute() + "='" + value + "', "
                                            + known.why(),
                                    known.help());
                        });
            }
        }
        if (element.equals("TreeModel")
                && xml.attribute("missingValueStrategy")
                        .filter("nullPrediction"::equals)
                        .isPresent()
                && xml.attribute("noTrueChildStrategy")
                        .filter("returnLastPrediction"::equals)
                        .isPresent()) {
            throw xml.refused(
                    "has a TreeModel with missingValueStrategy='nullPrediction' and noTrueChildStrategy="
                            + "'returnLastPrediction', where PMML4S follows the second for missing values too",
                    "say returnNullPrediction, or another missingValueStrategy");
        }
    }

    private void table() {
        xml.skip();
        path.remove(path.size() - 1);
    }

    private void end() {
        if (xml.element().equals("Constant") && xml.texts() > 1) {
            throw xml.refused(
                    "has a Constant with an entity (&amp; and the like) or a very long text, of which PMML4S takes the end alone",
                    "put the text into an InlineTable of MapValues");
        }
        names.end(xml.element());
        if (NESTED.contains(xml.element())) {
            nested--;
        }
        path.remove(path.size() - 1);
    }

    private void root(String element) {
        if (!element.equals("PMML")) {
            throw new ArtifactException(
                    ArtifactException.Reason.UNREADABLE,
                    name + ", line " + xml.line() + ": its root is " + element + ", not PMML",
                    "give a .pmml file");
        }
        String version = xml.required("version");
        if (!Vocabulary.VERSIONS.contains(version)) {
            throw xml.refused("is PMML " + version, "export it as PMML 4.4; 3.0 to 4.4.1 are read");
        }
    }

    private void topModel(String element) {
        if (!model.isEmpty()) {
            throw xml.refused("has a second model, a " + element + " after a " + model, "keep one model in each file");
        }
        if (xml.attribute("isScorable").filter("false"::equals).isPresent()) {
            throw xml.refused("has a " + element + " that says it is not scorable", "export a model for scoring");
        }
        model = element;
    }

    private void dataField() {
        DataField field = new DataFieldReader(xml).read();
        path.remove(path.size() - 1);
        if (fields.put(field.name(), field) != null) {
            throw xml.refused("has two DataFields '" + field.name() + "'", "keep one");
        }
    }

    /** Those of the model itself are the inputs; those of its segments name what is in their scope. */
    private void miningField() {
        if (path.size() != 4 || !path.get(2).equals("MiningSchema")) {
            return;
        }
        schemaRead = true;
        String field = xml.required("name");
        String usage = xml.attribute("usageType").orElse("active");
        if (inputs.stream().anyMatch(input -> input.name().equals(field))) {
            throw xml.refused("lists the field '" + field + "' twice in its MiningSchema", "keep one");
        }
        DataField data = fields.get(field);
        if (data == null) {
            throw xml.refused(
                    "uses the field '" + field + "', which the DataDictionary does not have",
                    "add a DataField '" + field + "' there, or correct the name");
        }
        if (usage.equals("group")) {
            throw xml.refused(
                    "groups rows by the field '" + field + "', so that a row's score depends on rows before it",
                    "use fields of true and false, one for each item");
        }
        if (usage.equals("active")) {
            inputs.add(new ActiveField(data, TreatmentReader.read(xml, data)));
        }
    }

    private void outputField() {
        String feature = xml.attribute("feature").orElse("predictedValue");
        if (!Vocabulary.FEATURES.contains(feature)) {
            throw xml.refused(
                    "has an OutputField with the feature '" + feature + "', which PMML4S does not compute",
                    "leave that OutputField out");
        }
        xml.attribute("dataType").filter(type -> FieldType.of(type).isEmpty()).ifPresent(type -> {
            throw xml.refused("has an OutputField of the unknown dataType '" + type + "'", "use a type of PMML's");
        });
    }
}
