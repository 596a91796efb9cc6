package dev.dormouse.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that somebody most likely meant, by the number of typing slips between the two. */
public final class Nearest {
    private Nearest() {}

    /** The nearest of the known words; empty when more than a third of the letters would differ. */
    public static Optional<String> to(String written, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int allowed = Math.max(1, Math.max(written.length(), candidate.length()) / 3);
            if (Math.abs(written.length() - candidate.length()) > allowed) {
                continue; // so many slips at least; what a client sends may be long
            }
            int distance = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance <= allowed && distance < bestDistance && distance < candidate.length()) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** As a help line: {@code did you mean 'x'?}, or nothing. */
    public static Optional<String> didYouMean(String written, Collection<String> known) {
        return to(written, known).map(word -> "did you mean '" + word + "'?");
    }

    /** As the beginning of a help line: {@code did you mean 'x'? }, or nothing. */
    public static String question(String written, Collection<String> known) {
        return to(written, known).map(word -> "did you mean '" + word + "'? ").orElse("");
    }

    /** Damerau's distance, no letter touched twice: letters inserted, deleted, replaced, or neighbours swapped. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
