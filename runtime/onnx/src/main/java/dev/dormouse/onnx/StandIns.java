package dev.dormouse.onnx;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Characters of the private use area that stand for code points which ONNX Runtime's Java interface cannot hand over:
 * those above U+FFFF (emoji) and U+0000. JNI writes them in a way that is not UTF-8, so that operators on text refuse
 * them. Stand-ins keep every text operator that compares, splits or counts characters exact; only the case of letters
 * above U+FFFF is not changed by one that lower-cases.
 */
final class StandIns {
    /** For models without such code points in their own constants. */
    static final StandIns NONE = new StandIns(Map.of());

    private static final char FIRST = '\ue000';
    private static final char LAST = '\uf8ff';
    private static final char REPLACEMENT = '\ufffd';

    private final Map<Integer, Character> ofModel;

    private StandIns(Map<Integer, Character> ofModel) {
        this.ofModel = Map.copyOf(ofModel);
    }

    /** Stand-ins for the code points in a model's own texts, taken from the end of the private use area. */
    static StandIns forModel(Collection<String> texts) {
        Set<Integer> present = new HashSet<>();
        texts.forEach(text -> text.codePoints().forEach(present::add));
        Map<Integer, Character> chosen = new HashMap<>();
        char next = LAST;
        for (int codePoint : present.stream().sorted().toList()) {
            while (next > FIRST && present.contains((int) next)) {
                next--;
            }
            if (!passes(codePoint) && next > FIRST) {
                chosen.put(codePoint, next--);
            }
        }
        return chosen.isEmpty() ? NONE : new StandIns(chosen);
    }

    boolean isEmpty() {
        return ofModel.isEmpty();
    }

    /** Whether JNI hands the code point over as it is. */
    private static boolean passes(int codePoint) {
        return codePoint > 0 && codePoint <= Character.MAX_VALUE;
    }

    /** What these texts of one request need, the model's own included. */
    Mapping forRequest(List<String> texts) {
        Set<Integer> present = new HashSet<>();
        for (String text : texts) {
            text.codePoints()
                    .filter(point -> !passes(point) || (point >= FIRST && point <= LAST))
                    .forEach(present::add);
        }
        Map<Integer, Character> forward = new HashMap<>(ofModel);
        Set<Character> taken = new HashSet<>(ofModel.values());
        char next = FIRST;
        for (int codePoint : present) {
            boolean standsForAnother = passes(codePoint) && ofModel.containsValue((char) codePoint);
            if (forward.containsKey(codePoint) || (passes(codePoint) && !standsForAnother)) {
                continue;
            }
            while (next <= LAST && (present.contains((int) next) || taken.contains(next))) {
                next++;
            }
            forward.put(codePoint, next <= LAST ? next++ : REPLACEMENT);
        }
        return forward.isEmpty() ? Mapping.NOTHING : new Mapping(forward);
    }

    /** For the model's own texts. */
    Mapping forConstants() {
        return forRequest(List.of());
    }

    /** Text to text with stand-ins and back. */
    static final class Mapping {
        static final Mapping NOTHING = new Mapping(Map.of());

        private final Map<Integer, Character> forward;
        private final Map<Integer, Integer> backward = new HashMap<>();

        private Mapping(Map<Integer, Character> forward) {
            this.forward = Map.copyOf(forward);
            forward.forEach((codePoint, standIn) -> {
                if (standIn != REPLACEMENT) {
                    backward.put((int) standIn, codePoint);
                }
            });
        }

        String encode(String text) {
            return forward.isEmpty()
                    ? text
                    : replace(text, codePoint -> {
                        Character standIn = forward.get(codePoint);
                        return standIn == null ? codePoint : standIn;
                    });
        }

        String decode(String text) {
            return backward.isEmpty() ? text : replace(text, codePoint -> backward.getOrDefault(codePoint, codePoint));
        }

        private static String replace(String text, IntUnaryOperator each) {
            int[] codePoints = text.codePoints().map(each).toArray();
            return new String(codePoints, 0, codePoints.length);
        }
    }
}
