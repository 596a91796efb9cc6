package com.acme.text;

import dev.dormouse.custom.BadInputException;
import dev.dormouse.custom.CustomStep;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Map;

/** How long the words and sentences of texts are on average, and whether that makes them hard to read. */
public final class Readability implements CustomStep {
    private final double hardFrom;

    /** @param options {@code hardFrom}: words in a sentence from which on a text is hard */
    public Readability(Map<String, Object> options) {
        if (!(options.get("hardFrom") instanceof Number number)) {
            throw new IllegalArgumentException("the options need 'hardFrom', a number of words");
        }
        hardFrom = number.doubleValue();
    }

    @Override
    public Map<String, String> inputs() {
        return Map.of("text", "STRING[n]");
    }

    @Override
    public Map<String, String> outputs() {
        return Map.of("lengths", "FP32[n, 2]", "verdict", "STRING[n]");
    }

    @Override
    public boolean isRowByRow() {
        return true;
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        TextTensor texts = (TextTensor) inputs.get("text");
        int count = texts.values().size();
        float[] lengths = new float[2 * count];
        String[] verdicts = new String[count];
        for (int i = 0; i < count; i++) {
            String text = texts.get(i).strip();
            if (text.isEmpty()) {
                throw new BadInputException("text " + i + " is empty");
            }
            String[] words = text.split("\\s+");
            int letters = 0;
            for (String word : words) {
                letters += (int) word.codePoints().filter(Character::isLetter).count();
            }
            long sentences = Math.max(
                    1,
                    text.codePoints()
                            .filter(c -> c == '.' || c == '!' || c == '?')
                            .count());
            lengths[2 * i] = (float) letters / words.length;
            lengths[2 * i + 1] = (float) words.length / sentences;
            verdicts[i] = lengths[2 * i + 1] >= hardFrom ? "hard" : "easy";
        }
        return Map.of(
                "lengths", NumericTensor.of(Shape.of(count, 2), lengths),
                "verdict", TextTensor.of(verdicts));
    }
}
