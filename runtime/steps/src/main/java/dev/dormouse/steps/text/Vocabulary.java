package dev.dormouse.steps.text;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terms of {@link Tfidf}: which column each has, and the inverse document frequency of each column. */
final class Vocabulary {
    private static final String HELP = "write {\"vocabulary\": {TERM: COLUMN, …}, \"idf\": [WEIGHT, …]}, from a fitted"
            + " TfidfVectorizer's vocabulary_ and idf_";

    private final Map<String, Integer> columns;
    private final double[] inverseFrequencies;

    private Vocabulary(Map<String, Integer> columns, double[] inverseFrequencies) {
        this.columns = columns;
        this.inverseFrequencies = inverseFrequencies;
    }

    /** @throws ArtifactException if the file holds no vocabulary, or one whose columns and weights do not agree */
    static Vocabulary read(Path file) {
        if (!(decode(file) instanceof Map<?, ?> json)
                || !(json.get("vocabulary") instanceof Map<?, ?> terms)
                || !(json.get("idf") instanceof List<?> weights)) {
            throw unreadable("the file has no 'vocabulary' and 'idf'");
        }
        if (terms.isEmpty() || terms.size() != weights.size()) {
            throw unreadable("'vocabulary' has " + terms.size() + " terms and 'idf' " + weights.size() + " weights");
        }
        double[] inverse = new double[weights.size()];
        for (int i = 0; i < inverse.length; i++) {
            if (!(weights.get(i) instanceof Number weight) || !Double.isFinite(weight.doubleValue())) {
                throw unreadable("'idf' element " + i + " is " + weights.get(i) + ", no finite number");
            }
            inverse[i] = weight.doubleValue();
        }
        return new Vocabulary(columns(terms), inverse);
    }

    private static Map<String, Integer> columns(Map<?, ?> terms) {
        Map<String, Integer> columns = new HashMap<>();
        boolean[] taken = new boolean[terms.size()];
        terms.forEach((term, place) -> {
            boolean fits = place instanceof Long number && number >= 0 && number < taken.length;
            if (!fits || taken[((Long) place).intValue()]) {
                throw unreadable("the column of the term '" + term + "' is " + place + "; columns go from 0 to "
                        + (taken.length - 1) + ", each once");
            }
            int column = ((Long) place).intValue();
            taken[column] = true;
            columns.put(String.valueOf(term), column);
        });
        return columns;
    }

    private static @Nullable Object decode(Path file) {
        try {
            return PlanJson.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable("the vocabulary cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw unreadable("the file of the vocabulary is " + e.getMessage());
        }
    }

    private static ArtifactException unreadable(String message) {
        return new ArtifactException(ArtifactException.Reason.UNREADABLE, message, HELP);
    }

    int size() {
        return inverseFrequencies.length;
    }

    Optional<Integer> column(String term) {
        return Optional.ofNullable(columns.get(term));
    }

    double inverseFrequency(int column) {
        return inverseFrequencies[column];
    }
}
