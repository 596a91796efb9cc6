package dev.dormouse.tokenizer;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tokenizer.TokenRow.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tokens of a text, or of a pair, come into rows of {@code room} tokens: one row with what fits or, with a stride,
 * as many as it takes, each beginning with the last {@code stride} tokens of the one before. The rules are those of the
 * Rust library tokenizers, {@code utils/truncation.rs} and {@code Encoding::truncate}.
 *
 * @param room tokens in a row without the special ones
 * @param stride -1 for no windows
 */
record Truncation(int room, int stride, Strategy strategy) {
    /** Which text of a pair is cut. */
    enum Strategy {
        LONGEST_FIRST("longestFirst"),
        ONLY_FIRST("onlyFirst"),
        ONLY_SECOND("onlySecond");

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Strategy of(String word) {
            for (Strategy strategy : values()) {
                if (strategy.word.equals(word)) {
                    return strategy;
                }
            }
            throw new IllegalArgumentException("there is no truncationStrategy '" + word + "'");
        }
    }

    /** For each row that comes of these texts, one or two, the piece of each. */
    List<List<Span>> rows(List<Integer> lengths, int row) {
        return lengths.size() == 1 ? rows(lengths.get(0)) : rows(lengths.get(0), lengths.get(1), row);
    }

    private List<List<Span>> rows(int length) {
        return windows(length, room).stream().map(List::of).toList();
    }

    private List<List<Span>> rows(int first, int second, int row) {
        Span wholeFirst = new Span(0, first);
        Span wholeSecond = new Span(0, second);
        if (first + second <= room) {
            return List.of(List.of(wholeFirst, wholeSecond));
        }
        return switch (strategy) {
            case LONGEST_FIRST -> List.of(longestFirst(first, second));
            case ONLY_FIRST -> {
                requireRoom(second, TokenizerKind.PAIR, TokenizerKind.TEXT, row);
                yield windows(first, room - second).stream()
                        .map(window -> List.of(window, wholeSecond))
                        .toList();
            }
            case ONLY_SECOND -> {
                requireRoom(first, TokenizerKind.TEXT, TokenizerKind.PAIR, row);
                yield windows(second, room - first).stream()
                        .map(window -> List.of(wholeFirst, window))
                        .toList();
            }
        };
    }

    /** The longer one is cut to the length of the other one, and then both to half of the room. */
    private List<Span> longestFirst(int first, int second) {
        int shorter = Math.min(first, second);
        int longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = shorter + room % 2;
        }
        return first > second
                ? List.of(new Span(0, longer), new Span(0, shorter))
                : List.of(new Span(0, shorter), new Span(0, longer));
    }

    private List<Span> windows(int length, int size) {
        if (length <= size || stride < 0) {
            return List.of(new Span(0, Math.min(length, size)));
        }
        List<Span> windows = new ArrayList<>();
        int from = 0;
        while (from + size < length) {
            windows.add(new Span(from, from + size));
            from += size - stride;
        }
        windows.add(new Span(from, length));
        return windows;
    }

    private void requireRoom(int whole, String port, String cut, int row) {
        int left = room - whole;
        if (left <= Math.max(stride, 0)) {
            throw PipelineException.invalidInput("'" + port + "' must be shorter: text " + (row + 1) + " has " + whole
                    + " tokens, which leaves " + Math.max(left, 0) + " of " + room + " for '" + cut + "'"
                    + (stride > 0 ? "; windows that overlap by " + stride + " take more" : ""));
        }
    }
}
