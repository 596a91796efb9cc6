package dev.dormouse.compiler.diagnostic;

import dev.dormouse.compiler.source.Span;

/** The line of a finding as a terminal shows it, and a line of carets under the finding's part of it. */
final class Snippet {
    private static final int MAX_BEFORE = 60;
    private static final int MAX_CODE_POINTS = 120;
    private static final int TAB = 4;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();

    Snippet(String line, Span span) {
        int[] codePoints = line.codePoints().toArray();
        int start = Math.min(span.column() - 1, codePoints.length);
        int end = span.endLine() > span.line() ? codePoints.length : Math.min(span.endColumn() - 1, codePoints.length);
        boolean fits = codePoints.length <= MAX_CODE_POINTS;
        int from = fits ? 0 : Math.max(0, start - MAX_BEFORE);
        int to = fits ? codePoints.length : Math.min(codePoints.length, from + MAX_CODE_POINTS);
        if (from > 0) {
            text.append('…');
            marks.append(' ');
        }
        for (int i = from; i < to; i++) {
            append(codePoints[i], i == start ? '^' : i > start && i < end ? '~' : ' ');
        }
        if (to < codePoints.length) {
            text.append('…');
        }
        if (start >= to) {
            marks.append('^');
        }
    }

    private void append(int codePoint, char mark) {
        int width = width(codePoint);
        if (codePoint == '\t') {
            text.append(" ".repeat(TAB));
        } else {
            text.appendCodePoint(Character.isISOControl(codePoint) ? 0xFFFD : codePoint);
        }
        for (int i = 0; i < width; i++) {
            marks.append(i > 0 && mark == '^' ? '~' : mark);
        }
    }

    /** Terminal columns: 2 for East Asian wide characters and pictures, 0 for marks that combine. */
    private static int width(int c) {
        if (c == '\t') {
            return TAB;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1F64F)
                || (c >= 0x1F680 && c <= 0x1F6FF)
                || (c >= 0x1F900 && c <= 0x1F9FF)
                || (c >= 0x20000 && c <= 0x3FFFD);
        return wide ? 2 : 1;
    }

    String text() {
        return text.toString().stripTrailing();
    }

    String marks() {
        return marks.toString().stripTrailing();
    }
}
