package dev.dormouse.functions;

import dev.dormouse.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes plain JSON values as YAML in blocks; texts that YAML could take for something else are quoted as in JSON. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/$][A-Za-z0-9_/.$-]*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private final StringBuilder yaml = new StringBuilder();

    private YamlText() {}

    static byte[] of(Map<String, Object> document) {
        YamlText text = new YamlText();
        text.members(document, 0);
        return text.yaml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void members(Map<?, ?> map, int depth) {
        map.forEach((name, value) -> {
            yaml.append("  ".repeat(depth)).append(scalar(name)).append(':');
            value(value, depth);
        });
    }

    private void value(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            yaml.append('\n');
            members(map, depth + 1);
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            yaml.append('\n');
            for (Object element : list) {
                yaml.append("  ".repeat(depth + 1)).append('-');
                value(element, depth + 1);
            }
        } else {
            yaml.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(@Nullable Object value) {
        if (value instanceof String text
                && PLAIN.matcher(text).matches()
                && !WORD.matcher(text).matches()) {
            return text;
        }
        if (value == null) {
            return "null";
        }
        return new String(PlanJson.encode(value), StandardCharsets.UTF_8).strip();
    }
}
