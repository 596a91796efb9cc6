package dev.dormouse.steps.text;

import dev.dormouse.plan.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The weights of {@link Tfidf} for one text. */
final class TermWeights {
    private final Vocabulary vocabulary;
    private final boolean lowercase;
    private final int minWords;
    private final int maxWords;
    private final boolean sublinear;
    private final String norm;

    TermWeights(Vocabulary vocabulary, Options options) {
        this.vocabulary = vocabulary;
        this.lowercase = options.bool("lowercase");
        this.minWords = options.integer("minWords");
        this.maxWords = options.integer("maxWords");
        this.sublinear = options.bool("sublinear");
        this.norm = options.string("norm");
    }

    int columns() {
        return vocabulary.size();
    }

    /** The weights that are not zero, by column. */
    Map<Integer, Double> of(String text) {
        Map<Integer, Double> weights = new TreeMap<>();
        List<String> words = words(lowercase ? text.toLowerCase(Locale.ROOT) : text);
        for (int count = minWords; count <= maxWords; count++) {
            for (int first = 0; first + count <= words.size(); first++) {
                vocabulary
                        .column(String.join(" ", words.subList(first, first + count)))
                        .ifPresent(column -> weights.merge(column, 1.0, Double::sum));
            }
        }
        weights.replaceAll(
                (column, times) -> (sublinear ? 1 + Math.log(times) : times) * vocabulary.inverseFrequency(column));
        double length = length(weights);
        if (length > 0) {
            weights.replaceAll((column, weight) -> weight / length);
        }
        return weights;
    }

    private double length(Map<Integer, Double> weights) {
        return switch (norm) {
            case "l2" ->
                Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
            case "l1" -> weights.values().stream().mapToDouble(Math::abs).sum();
            default -> 1;
        };
    }

    /** Runs of two or more word characters; no other regular expression of the vectorizer is known here. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        int length = 0;
        int at = 0;
        while (at <= text.length()) {
            int point = at < text.length() ? text.codePointAt(at) : ' ';
            if (isWordCharacter(point)) {
                length++;
            } else {
                if (length > 1) {
                    words.add(text.substring(start, at));
                }
                length = 0;
                start = at + Character.charCount(point);
            }
            at += Character.charCount(point);
        }
        return words;
    }

    /** What {@code \w} matches in Python: letters, numbers of any kind, the underscore; no combining marks. */
    private static boolean isWordCharacter(int point) {
        return Character.isLetter(point)
                || point == '_'
                || switch (Character.getType(point)) {
                    case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }
}
