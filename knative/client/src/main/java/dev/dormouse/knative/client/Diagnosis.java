package dev.dormouse.knative.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a revision does not serve.
 *
 * @param headline one line without its end
 * @param details what the cluster said, as it said it
 * @param remedy what to try
 */
public record Diagnosis(String headline, List<String> details, String remedy) {
    public Diagnosis {
        details = List.copyOf(details);
    }

    /** As lines, the details deeper. */
    public String text() {
        StringBuilder text = new StringBuilder(headline).append('\n');
        details.forEach(detail ->
                detail.lines().forEach(line -> text.append("  ").append(line).append('\n')));
        return text.toString();
    }

    Diagnosis with(List<String> more) {
        List<String> all = new ArrayList<>(details);
        all.addAll(more);
        return new Diagnosis(headline, all, remedy);
    }
}
