package dev.dormouse.knative.resources;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Plain values to YAML. Text is quoted unless every YAML reader, 1.1 and 1.2, takes it as text; equal values give equal
 * bytes.
 */
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*");
    /** What YAML 1.1 takes for a truth value or nothing. */
    private static final Pattern RESERVED = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

    private Yaml() {}

    static String write(Map<String, ?> document) {
        StringBuilder out = new StringBuilder();
        members(document, "", out);
        return out.toString();
    }

    private static void members(Map<?, ?> map, String indent, StringBuilder out) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before).append(scalar(String.valueOf(entry.getKey()))).append(':');
            value(entry.getValue(), indent, out);
            before = indent;
        }
    }

    /** After a key: on the same line where it is short, else below and deeper. */
    private static void value(Object value, String indent, StringBuilder out) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n').append(indent).append("  ");
            members(map, indent + "  ", out);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            out.append('\n');
            for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
                out.append(indent).append("  - ");
                element(i.next(), indent + "    ", out);
            }
        } else {
            out.append(' ');
            leaf(value, out);
        }
    }

    private static void element(Object value, String indent, StringBuilder out) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            members(map, indent, out);
        } else {
            leaf(value, out);
        }
    }

    private static void leaf(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?>) {
            out.append("{}");
        } else if (value instanceof List<?>) {
            out.append("[]");
        } else if (value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            out.append(scalar(String.valueOf(value)));
        }
        out.append('\n');
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
