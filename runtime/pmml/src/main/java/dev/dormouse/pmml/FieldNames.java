package dev.dormouse.pmml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * That every field which is used somewhere is defined somewhere, and that derived fields are made of earlier ones, so
 * that none is made of itself.
 */
final class FieldNames {
    private static final Set<String> CONTAINERS = Set.of("TransformationDictionary", "LocalTransformations");

    private final XmlFile xml;
    private final Set<String> defined = new HashSet<>();
    private final Set<String> dataFields = new HashSet<>();
    private final List<Use> uses = new ArrayList<>();
    private final Deque<Container> containers = new ArrayDeque<>();

    FieldNames(XmlFile xml) {
        this.xml = xml;
    }

    /** A field's name in an attribute. */
    private record Use(String field, String element, int line) {}

    /** Derived fields side by side: in which order, and which uses which. */
    private static final class Container {
        private final Map<String, Integer> order = new HashMap<>();
        private final List<DerivedUse> uses = new ArrayList<>();
        private String derived = "";
    }

    private record DerivedUse(String derived, String field, int line) {}

    void begin(String element) {
        if (CONTAINERS.contains(element)) {
            containers.push(new Container());
        }
        if (Vocabulary.DEFINITIONS.contains(element)) {
            xml.attribute("name").ifPresent(name -> define(element, name));
        }
        String attribute = Vocabulary.REFERENCES.get(element);
        if (attribute != null) {
            xml.attribute(attribute).filter(field -> !field.isEmpty()).ifPresent(field -> use(element, field));
        }
    }

    private void define(String element, String name) {
        defined.add(name);
        if (element.equals("DataField")) {
            dataFields.add(name);
        }
        Container container = containers.peek();
        if (element.equals("DerivedField") && container != null) {
            if (container.order.putIfAbsent(name, container.order.size()) != null) {
                throw xml.refused("has two DerivedFields '" + name + "' side by side", "rename one");
            }
            container.derived = name;
        }
    }

    private void use(String element, String field) {
        uses.add(new Use(field, element, xml.line()));
        Container container = containers.peek();
        if (container != null && !container.derived.isEmpty()) {
            container.uses.add(new DerivedUse(container.derived, field, xml.line()));
        }
    }

    void end(String element) {
        Container container = containers.peek();
        if (container == null) {
            return;
        }
        if (element.equals("DerivedField")) {
            container.derived = "";
        } else if (CONTAINERS.contains(element)) {
            containers.pop();
            container.uses.forEach(use -> checkOrder(container, use));
        }
    }

    private void checkOrder(Container container, DerivedUse use) {
        Integer used = container.order.get(use.field);
        int user = container.order.getOrDefault(use.derived, 0);
        if (used == null || dataFields.contains(use.field) || used < user) {
            return;
        }
        boolean circle = reaches(container, use.field, use.derived);
        throw xml.refused(
                use.line,
                "makes the derived field '" + use.derived + "' of '" + use.field + "', which is "
                        + (circle ? "made of '" + use.derived + "' in turn" : "defined after it"),
                circle ? "break the circle" : "move '" + use.field + "' before it");
    }

    private static boolean reaches(Container container, String from, String to) {
        Map<String, List<String>> madeOf = new HashMap<>();
        container.uses.forEach(use ->
                madeOf.computeIfAbsent(use.derived, name -> new ArrayList<>()).add(use.field));
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (name.equals(to)) {
                return true;
            }
            if (seen.add(name)) {
                madeOf.getOrDefault(name, List.of()).forEach(open::push);
            }
        }
        return false;
    }

    /** @throws dev.dormouse.step.ArtifactException for the first field that is used and nowhere defined */
    void check() {
        for (Use use : uses) {
            if (!defined.contains(use.field)) {
                throw xml.refused(
                        use.line,
                        "names the field '" + use.field + "' in a " + use.element + ", which is defined nowhere",
                        "add a DataField or a DerivedField '" + use.field + "', or correct the name");
            }
        }
    }
}
