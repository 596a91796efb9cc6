package dev.dormouse.steps.tabular;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them; lines end with CRLF, LF or CR, empty lines do not count. */
final class Csv {
    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private int at;

    private Csv(String text) {
        this.text = text;
        this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /** @throws IllegalArgumentException if a quoted value does not end, or goes on after its quote */
    static List<List<String>> read(String text) {
        Csv csv = new Csv(text);
        while (csv.at < text.length()) {
            csv.row();
        }
        return csv.rows;
    }

    private void row() {
        List<String> row = new ArrayList<>();
        int start = at;
        row.add(value());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            row.add(value());
        }
        boolean empty = at == start;
        if (at < text.length() && !isLineEnd(text.charAt(at))) {
            throw new IllegalArgumentException(
                    "no CSV: after row " + rows.size() + " a value goes on after its closing quote");
        }
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (at < text.length()) {
            at++;
        }
        if (!empty) {
            rows.add(row);
        }
    }

    private String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (true) {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw new IllegalArgumentException("no CSV: after row " + rows.size() + " a quoted value does not end");
            }
            value.append(text, at + 1, end);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != '"') {
                return value.toString();
            }
            value.append('"');
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
