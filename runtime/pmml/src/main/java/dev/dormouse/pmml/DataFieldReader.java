package dev.dormouse.pmml;

import dev.dormouse.pmml.DataField.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a DataField with its Values and Intervals, to its end. */
final class DataFieldReader {
    private static final Set<String> OPTYPES = Set.of("continuous", "categorical", "ordinal");

    private final XmlFile xml;
    private final String name;
    private final String dataType;
    private final FieldType type;
    private final boolean continuous;
    private final List<Object> valid = new ArrayList<>();
    private final Set<Object> invalid = new HashSet<>();
    private final Set<Object> missing = new HashSet<>();
    private final List<Range> intervals = new ArrayList<>();

    DataFieldReader(XmlFile xml) {
        this.xml = xml;
        this.name = xml.required("name");
        this.dataType = xml.required("dataType");
        this.type = FieldType.of(dataType)
                .orElseThrow(
                        () -> xml.refused(
                                "has the field '" + name + "' of the unknown dataType '" + dataType + "'",
                                "use string, integer, float, double, boolean, date, time, dateTime, or days or seconds since a year"));
        String optype = xml.required("optype");
        if (!OPTYPES.contains(optype)) {
            throw xml.refused(
                    "has the field '" + name + "' of the unknown optype '" + optype + "'",
                    "use continuous, categorical or ordinal");
        }
        this.continuous = optype.equals("continuous");
        if (continuous && type == FieldType.STRING) {
            throw xml.refused("has the field '" + name + "', continuous and of texts", "make it categorical");
        }
    }

    DataField read() {
        int open = 1;
        while (open > 0) {
            xml.next();
            if (!xml.begins()) {
                open--;
            } else if (Vocabulary.PASSED_OVER.contains(xml.element())) {
                xml.skip();
            } else {
                open++;
                child();
            }
        }
        return new DataField(name, dataType, type, continuous, valid, invalid, missing, intervals);
    }

    private void child() {
        switch (xml.element()) {
            case "Value" -> value();
            case "Interval" -> interval();
            default ->
                throw xml.refused("has a " + xml.element() + " in a DataField", "a DataField has Values and Intervals");
        }
    }

    private void value() {
        String text = xml.required("value");
        String property = xml.attribute("property").orElse("valid");
        Optional<Object> value = FieldValues.parse(text, type);
        if (value.isEmpty() && property.equals("valid")) {
            throw xml.refused(
                    "lists '" + text + "' for the field '" + name + "', which is no " + dataType, "correct it");
        }
        // a text that a field of numbers calls missing, "NA" say, cannot come in a tensor of numbers
        value.ifPresent(found -> {
            switch (property) {
                case "valid" -> valid.add(found);
                case "invalid" -> invalid.add(found);
                case "missing" -> missing.add(found);
                default ->
                    throw xml.refused(
                            "has a Value with the property '" + property + "'", "use valid, invalid or missing");
            }
        });
    }

    private void interval() {
        String closure = xml.required("closure");
        if (!closure.matches("(open|closed)(Open|Closed)")) {
            throw xml.refused("has an Interval with the closure '" + closure + "'", "use openClosed and the like");
        }
        intervals.add(new Range(
                margin("leftMargin", Double.NEGATIVE_INFINITY),
                margin("rightMargin", Double.POSITIVE_INFINITY),
                closure.startsWith("closed"),
                closure.endsWith("Closed")));
    }

    private double margin(String attribute, double otherwise) {
        return xml.attribute(attribute)
                .map(text -> number(xml, attribute, text))
                .orElse(otherwise);
    }

    static double number(XmlFile xml, String attribute, String text) {
        return FieldValues.parse(text, FieldType.DOUBLE)
                .map(Double.class::cast)
                .orElseThrow(
                        () -> xml.refused("says " + attribute + "='" + text + "', which is no number", "correct it"));
    }
}
