package dev.dormouse.compiler.source;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Builds nodes from the parser's events. Depth and the size that aliases expand to are bounded. */
final class NodeComposer {
    private static final int MAX_DEPTH = 64;
    private static final long MAX_ALIASED_NODES = 10_000;
    private static final String CORE_TAG = "tag:yaml.org,2002:";

    private final Iterator<Event> events;
    private final Positions positions;
    private final Findings findings;
    private final Map<String, Optional<Part>> anchors = new HashMap<>();
    private long aliasedNodes;

    NodeComposer(Iterator<Event> events, Positions positions, Findings findings) {
        this.events = events;
        this.positions = positions;
        this.findings = findings;
    }

    /** A node with the number of nodes in it, itself included, and the number of levels. */
    private record Part(Node node, long size, int height) {}

    Optional<Node> compose() {
        events.next();
        Event first = events.next();
        if (!(first instanceof DocumentStartEvent)) {
            findings.error(
                    FindingCode.DM101,
                    Span.START,
                    "the file is empty",
                    "write a manifest; it begins with 'apiVersion: dormouse.dev/v1'");
            return Optional.empty();
        }
        Node root = node(events.next(), 1, false).node();
        events.next();
        if (events.next() instanceof DocumentStartEvent second) {
            findings.error(
                    FindingCode.DM101,
                    span(second),
                    "a second document begins here",
                    "keep one manifest in a file; delete '---' and what follows, or move it to a file of its own");
        }
        return Optional.of(root);
    }

    private Part node(Event event, int depth, boolean flow) {
        if (depth > MAX_DEPTH) {
            throw tooDeep(span(event));
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        if (!flow) {
            refuseTab(start(event));
        }
        Optional<String> anchor = ((NodeEvent) event).getAnchor().map(Object::toString);
        anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
        Part part;
        if (event instanceof ScalarEvent scalar) {
            part = new Part(scalar(scalar), 1, 1);
        } else {
            CollectionStartEvent start = (CollectionStartEvent) event;
            checkTag(start.getTag(), start.isImplicit(), List.of("map", "seq"), span(event));
            boolean inFlow = flow || start.isFlow();
            part = event.getEventId() == Event.ID.MappingStart
                    ? mapping(start, depth, inFlow)
                    : sequence(start, depth, inFlow);
        }
        anchor.ifPresent(name -> anchors.put(name, Optional.of(part)));
        return part;
    }

    private Part alias(AliasEvent event, int depth) {
        String name = event.getAlias().toString();
        Optional<Part> anchored = anchors.get(name);
        if (anchored == null) {
            findings.error(
                    FindingCode.DM101,
                    span(event),
                    "the alias '*" + name + "' stands for nothing",
                    "write '&" + name + "' before the value that it repeats, further up, or put quotes round text"
                            + " that begins with '*'");
            return new Part(new Node.Scalar(null, "*" + name, span(event)), 1, 1);
        }
        if (anchored.isEmpty()) {
            throw new Refused(
                    FindingCode.DM107,
                    span(event),
                    "the alias '*" + name + "' stands inside the value that it repeats",
                    "write the value out; a value cannot contain itself");
        }
        Part part = anchored.get();
        aliasedNodes += part.size();
        if (aliasedNodes > MAX_ALIASED_NODES) {
            throw new Refused(
                    FindingCode.DM107,
                    span(event),
                    "aliases repeat more than " + MAX_ALIASED_NODES + " values",
                    "write values out, or repeat smaller ones");
        }
        if (depth + part.height() - 1 > MAX_DEPTH) {
            throw tooDeep(span(event));
        }
        return part;
    }

    private static Refused tooDeep(Span span) {
        return new Refused(
                FindingCode.DM107,
                span,
                "nested more than " + MAX_DEPTH + " levels deep",
                "a manifest needs a dozen levels at most; is a bracket missing further up?");
    }

    private Part sequence(CollectionStartEvent start, int depth, boolean flow) {
        List<Node> elements = new ArrayList<>();
        long size = 1;
        int height = 1;
        Event event = events.next();
        for (; event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Part element = node(event, depth + 1, flow);
            elements.add(element.node());
            size += element.size();
            height = Math.max(height, element.height() + 1);
        }
        Span span = collectionSpan(start, event, elements.isEmpty() ? null : elements.get(elements.size() - 1));
        return new Part(new Node.Sequence(elements, span), size, height);
    }

    private Part mapping(CollectionStartEvent start, int depth, boolean flow) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        long size = 1;
        int height = 1;
        Node last = null;
        Event event = events.next();
        for (; event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Node key = node(event, depth + 1, flow).node();
            Part value = node(events.next(), depth + 1, flow);
            size += value.size() + 1;
            height = Math.max(height, value.height() + 1);
            last = value.node();
            key(key).ifPresent(text -> put(entries, new Node.Entry(text, value.node())));
        }
        return new Part(
                new Node.Mapping(List.copyOf(entries.values()), collectionSpan(start, event, last)), size, height);
    }

    private void put(Map<String, Node.Entry> entries, Node.Entry entry) {
        Node.Entry first = entries.putIfAbsent(entry.key().value(), entry);
        if (first != null) {
            Span place = first.key().span();
            findings.error(
                    FindingCode.DM104,
                    entry.key().span(),
                    "the key '" + entry.key().value() + "' stands twice in one map",
                    "delete or rename one of the two",
                    "the first is at line " + place.line() + ", column " + place.column());
        }
    }

    private Optional<Located<String>> key(Node key) {
        if (!(key instanceof Node.Scalar scalar) || scalar.value() == null) {
            findings.error(
                    FindingCode.DM105,
                    key.span(),
                    key instanceof Node.Scalar
                            ? "a key is missing before ':'"
                            : "a key must be text, not " + key.describe(),
                    "write 'key: value'; text with brackets or braces needs quotes");
            return Optional.empty();
        }
        if (scalar.text().equals("<<")) {
            findings.error(
                    FindingCode.DM101,
                    scalar.span(),
                    "the merge key '<<' is not part of YAML 1.2",
                    "write the keys out where they are needed");
            return Optional.empty();
        }
        if (!(scalar.value() instanceof String)) {
            findings.error(
                    FindingCode.DM105,
                    scalar.span(),
                    "a key must be text, not " + scalar.describe(),
                    "put quotes round it: \"" + scalar.text() + "\"");
        }
        return Optional.of(Located.of(scalar.text(), scalar.span()));
    }

    private Node scalar(ScalarEvent event) {
        String text = event.getValue();
        checkTag(event.getTag(), false, List.of("str", "int", "float", "bool", "null"), span(event));
        boolean isText = !event.isPlain()
                || event.getTag()
                        .filter(tag -> tag.equals("!") || tag.equals(CORE_TAG + "str"))
                        .isPresent();
        return new Node.Scalar(isText ? text : CoreSchema.resolve(text), text, span(event));
    }

    private void checkTag(Optional<String> tag, boolean implicit, List<String> known, Span span) {
        if (tag.isPresent() && !implicit && !tag.get().equals("!")) {
            boolean isKnown = known.stream().anyMatch(name -> tag.get().equals(CORE_TAG + name));
            if (!isKnown) {
                findings.error(
                        FindingCode.DM101,
                        span,
                        "the tag '" + tag.get().replace(CORE_TAG, "!!") + "' means nothing here",
                        "delete the tag; text is text, numbers are numbers, without one");
            }
        }
    }

    private void refuseTab(int index) {
        int tab = positions.tabBefore(index);
        if (tab >= 0) {
            throw tab(positions, tab);
        }
    }

    static Refused tab(Positions positions, int index) {
        return new Refused(
                FindingCode.DM101,
                positions.span(index, index + 1),
                "a tab in the indentation",
                "indent with spaces; editors can convert tabs");
    }

    /** From the first key or bracket to the end of the last value or bracket; the parser's own end lies further on. */
    private Span collectionSpan(CollectionStartEvent start, Event end, @Nullable Node last) {
        Span begin = span(start);
        if (last == null || start.isFlow()) {
            Span close = span(end);
            return new Span(begin.line(), begin.column(), close.endLine(), close.endColumn());
        }
        Span to = last.span();
        boolean forward =
                to.endLine() > begin.line() || (to.endLine() == begin.line() && to.endColumn() >= begin.column());
        return forward ? new Span(begin.line(), begin.column(), to.endLine(), to.endColumn()) : begin;
    }

    private static int start(Event event) {
        return event.getStartMark().map(Mark::getIndex).orElse(0);
    }

    private Span span(Event event) {
        int start = start(event);
        int end = event.getEndMark().map(Mark::getIndex).orElse(start);
        while (end > start && isBlank(positions.codePoint(end - 1))) {
            end--;
        }
        return positions.span(start, end);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
