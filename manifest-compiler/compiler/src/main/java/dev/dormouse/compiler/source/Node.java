package dev.dormouse.compiler.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A piece of YAML or JSON with its place. Scalars are already typed by the YAML 1.2 core schema. */
public sealed interface Node {
    Span span();

    /** The plain form: string, long, double, boolean, list, ordered map, or null. */
    @Nullable
    Object plain();

    /** What it is, for messages: "a map", "a list", "text", "a number", "true/false", "empty". */
    String describe();

    /** A scalar; {@code value} is a String, Long, Double, Boolean, or null when it is empty. {@code text} is as written. */
    record Scalar(@Nullable Object value, String text, Span span) implements Node {
        @Override
        public @Nullable Object plain() {
            return value;
        }

        @Override
        public String describe() {
            if (value == null) {
                return "empty";
            }
            return value instanceof String ? "text" : value instanceof Boolean ? "true/false" : "a number";
        }
    }

    record Sequence(List<Node> elements, Span span) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public Object plain() {
            List<@Nullable Object> list = new ArrayList<>();
            elements.forEach(element -> list.add(element.plain()));
            return list;
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Keys are unique: the reader reports a duplicate and keeps the first. */
    record Mapping(List<Entry> entries, Span span) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Node> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().value().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach(entry -> map.put(entry.key().value(), entry.value().plain()));
            return map;
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    record Entry(Located<String> key, Node value) {}
}
