package dev.dormouse.compiler.diagnostic;

import dev.dormouse.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings for programs: one JSON object, lines and columns from 1 in code points, the end exclusive. */
public final class JsonReport {
    private JsonReport() {}

    /** The object {@code {"findings": […]}}, indented, with a final line break. */
    public static String of(List<Finding> findings) {
        List<Map<String, Object>> list =
                findings.stream().map(JsonReport::toMap).toList();
        return new String(PlanJson.encode(Map.of("findings", list)), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> toMap(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", finding.code().name());
        map.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        map.put("message", finding.message());
        map.put("file", finding.file().path().toString());
        map.put("line", (long) finding.span().line());
        map.put("column", (long) finding.span().column());
        map.put("endLine", (long) finding.span().endLine());
        map.put("endColumn", (long) finding.span().endColumn());
        map.put("help", finding.help());
        map.put("notes", finding.notes());
        return map;
    }
}
