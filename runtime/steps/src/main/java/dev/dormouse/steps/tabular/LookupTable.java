package dev.dormouse.steps.tabular;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.steps.kind.Types;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of {@link Lookup}: texts by texts. */
final class LookupTable {
    private final Map<String, String> values = new LinkedHashMap<>();

    private LookupTable() {}

    /**
     * The values by their keys.
     *
     * @throws ArtifactException if the file is neither kind of table, lacks a column, or has a key twice
     */
    static Map<String, String> read(Path file, Optional<String> key, Optional<String> value) {
        LookupTable table = new LookupTable();
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String start = text.stripLeading();
            if (start.startsWith("{") || start.startsWith("[")) {
                table.addJson(PlanJson.decode(bytes), key, value);
            } else {
                table.addCsv(Csv.read(text), key, value);
            }
        } catch (CharacterCodingException e) {
            throw unreadable("the table is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            throw unreadable("the table cannot be read: " + e.getMessage(), "give a file that can be read");
        } catch (IllegalArgumentException e) {
            throw unreadable("the table is " + e.getMessage(), "mend the file");
        }
        if (table.values.isEmpty()) {
            throw unreadable("the table has no rows", "give at least one key with its value");
        }
        return table.values;
    }

    /** A scalar as the table's texts: numbers by their decimal digits, without an exponent. */
    static String text(Object scalar) {
        return scalar instanceof Double number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(scalar);
    }

    private void addJson(@Nullable Object json, Optional<String> key, Optional<String> value) {
        if (json instanceof Map<?, ?> map) {
            if (key.isPresent() || value.isPresent()) {
                throw unreadable("the table is a JSON object, which has no columns", "leave 'key' and 'value' out");
            }
            map.forEach((name, one) -> add(String.valueOf(name), scalar(one, String.valueOf(name))));
            return;
        }
        if (key.isEmpty() || value.isEmpty()) {
            throw unreadable("the table is a JSON list", "name the members of its objects by 'key' and 'value'");
        }
        for (Object row : (List<?>) Objects.requireNonNull(json)) {
            if (!(row instanceof Map<?, ?> map)) {
                throw unreadable("the table has " + row + " among its objects", "write a JSON object for each row");
            }
            add(scalar(map.get(key.get()), key.get()), scalar(map.get(value.get()), value.get()));
        }
    }

    private static String scalar(@Nullable Object value, String where) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return text(value);
        }
        throw unreadable("the table has " + value + " at '" + where + "'", "write a text, a number, true or false");
    }

    private void addCsv(List<List<String>> rows, Optional<String> key, Optional<String> value) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> head = rows.get(0);
        int keys = key.map(name -> column(head, name)).orElse(0);
        int columns = value.map(name -> column(head, name)).orElse(keys == 1 ? 0 : 1);
        if (columns >= head.size()) {
            throw unreadable("the table has one column", "separate keys and values by a comma");
        }
        for (int i = 1; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            if (row.size() != head.size()) {
                throw unreadable(
                        "row " + i + " of the table has " + row.size() + " columns, its head " + head.size(),
                        "quote values that hold commas, and write a value in each column");
            }
            add(row.get(keys), row.get(columns));
        }
    }

    private static int column(List<String> head, String name) {
        int column = head.indexOf(name);
        if (column < 0) {
            throw unreadable(
                    "the table has no column " + Types.quote(name), "its columns are " + String.join(", ", head));
        }
        return column;
    }

    private void add(String key, String value) {
        if (values.put(key, value) != null) {
            throw unreadable("the table has the key " + Types.quote(key) + " twice", "keep one of the two rows");
        }
    }

    private static ArtifactException unreadable(String message, String help) {
        return new ArtifactException(ArtifactException.Reason.UNREADABLE, message, help);
    }
}
