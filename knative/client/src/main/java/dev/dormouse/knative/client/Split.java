package dev.dormouse.knative.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How traffic is shared: percentages by revision, none of them 0, together 100. */
public record Split(Map<String, Integer> percentages) {
    private static final int WHOLE = 100;

    /** @throws IllegalArgumentException if they are not 100 together; the message says what they are */
    public Split {
        Map<String, Integer> positive = new LinkedHashMap<>();
        int sum = 0;
        for (Map.Entry<String, Integer> share : percentages.entrySet()) {
            if (share.getValue() < 0 || share.getValue() > WHOLE) {
                throw new IllegalArgumentException(
                        share.getKey() + "=" + share.getValue() + " is no percentage: those are 0 to 100");
            }
            if (share.getValue() > 0) {
                positive.put(share.getKey(), share.getValue());
            }
            sum += share.getValue();
        }
        if (sum != WHOLE) {
            throw new IllegalArgumentException("the shares are " + sum + " together, not 100");
        }
        percentages = java.util.Collections.unmodifiableMap(positive);
    }

    static Split all(String revision) {
        return new Split(Map.of(revision, WHOLE));
    }

    /** Gives one revision its share and scales the others', which keep their proportions. */
    Split giving(String revision, int percent) {
        Map<String, Integer> others = new LinkedHashMap<>(percentages);
        others.remove(revision);
        int rest = WHOLE - percent;
        if (others.isEmpty() || rest <= 0) {
            return all(revision);
        }
        int before = others.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> shares = new LinkedHashMap<>();
        String largest = "";
        int given = 0;
        for (Map.Entry<String, Integer> other : others.entrySet()) {
            int share = other.getValue() * rest / before;
            shares.put(other.getKey(), share);
            given += share;
            largest = other.getValue() > others.getOrDefault(largest, 0) ? other.getKey() : largest;
        }
        // what rounding left goes to the largest
        shares.merge(largest, rest - given, Integer::sum);
        shares.put(revision, percent);
        return new Split(shares);
    }

    /** The revision with the largest share. */
    String main() {
        return percentages.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .orElseThrow()
                .getKey();
    }

    /** The only revision with traffic, if there is just one. */
    Optional<String> only() {
        return percentages.size() == 1 ? Optional.of(main()) : Optional.empty();
    }

    int of(String revision) {
        return percentages.getOrDefault(revision, 0);
    }

    @Override
    public String toString() {
        return percentages.entrySet().stream()
                .map(share -> share.getKey() + " " + share.getValue() + " %")
                .collect(Collectors.joining(", "));
    }
}
