package dev.dormouse.compiler.source;

import java.util.Arrays;

/** Turns indexes into a text, in code points from 0, into lines and columns from 1. */
final class Positions {
    private final int[] lineStarts;
    private final int[] codePoints;

    Positions(String text) {
        codePoints = text.codePoints().toArray();
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < codePoints.length; i++) {
            if (endsLine(i)) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        lineStarts = Arrays.copyOf(starts, lines);
    }

    private boolean endsLine(int index) {
        int c = codePoints[index];
        return c == '\n' || (c == '\r' && (index + 1 == codePoints.length || codePoints[index + 1] != '\n'));
    }

    int length() {
        return codePoints.length;
    }

    /** The code point at the index; 0 at and beyond the end. */
    int codePoint(int index) {
        return index < codePoints.length ? codePoints[index] : 0;
    }

    /** The span from one index to another, both clamped to the text. */
    Span span(int from, int to) {
        int start = Math.max(0, Math.min(from, codePoints.length));
        int end = Math.max(start, Math.min(to, codePoints.length));
        int line = line(start);
        int endLine = line(end);
        return new Span(line + 1, start - lineStarts[line] + 1, endLine + 1, end - lineStarts[endLine] + 1);
    }

    /** The index of the first tab in the blank beginning of the line up to the index, or -1. */
    int tabBefore(int index) {
        int tab = -1;
        for (int i = lineStarts[line(Math.min(index, codePoints.length))]; i < index && i < codePoints.length; i++) {
            if (codePoints[i] == '\t') {
                tab = tab < 0 ? i : tab;
            } else if (codePoints[i] != ' ') {
                return -1;
            }
        }
        return tab;
    }

    /** Whether only blanks stand before the index in its line. */
    boolean isFirstInLine(int index) {
        for (int i = lineStarts[line(Math.min(index, codePoints.length))]; i < index && i < codePoints.length; i++) {
            if (codePoints[i] != ' ' && codePoints[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private int line(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        return found >= 0 ? found : -found - 2;
    }
}
