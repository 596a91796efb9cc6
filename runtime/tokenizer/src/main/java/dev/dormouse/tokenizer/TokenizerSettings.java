package dev.dormouse.tokenizer;

import dev.dormouse.plan.Options;
import dev.dormouse.step.StepContext;
import dev.dormouse.tokenizer.Truncation.Strategy;

/**
 * What a step's options and wiring ask for.
 *
 * @param text the position of the texts in the inputs
 * @param pair the position of the second texts, -1 when they are not wired
 * @param stride -1 for no windows
 */
record TokenizerSettings(
        int text,
        int pair,
        boolean pretokenized,
        int maxLength,
        boolean truncation,
        Strategy strategy,
        int stride,
        boolean padToMax,
        boolean special) {

    static TokenizerSettings of(StepContext context) {
        Options options = context.options();
        return new TokenizerSettings(
                context.inputIndex(TokenizerKind.TEXT),
                context.inputIndex(TokenizerKind.PAIR),
                options.bool(TokenizerKind.PRETOKENIZED),
                options.integer(TokenizerKind.MAX_LENGTH),
                options.bool(TokenizerKind.TRUNCATION),
                strategy(options),
                options.has(TokenizerKind.STRIDE) ? options.integer(TokenizerKind.STRIDE) : -1,
                options.string(TokenizerKind.PADDING).equals(TokenizerKind.MAX_LENGTH),
                options.bool(TokenizerKind.ADD_SPECIAL_TOKENS));
    }

    /** Windows are those of one text of a pair, and that is the second one unless the manifest says otherwise. */
    static Strategy strategy(Options options) {
        return options.optionalString(TokenizerKind.TRUNCATION_STRATEGY)
                .map(Strategy::of)
                .orElse(options.has(TokenizerKind.STRIDE) ? Strategy.ONLY_SECOND : Strategy.LONGEST_FIRST);
    }

    boolean pairs() {
        return pair >= 0;
    }

    /**
     * Whether the native library does all of it. It takes no pairs of words, and with a stride it gives windows for
     * which texts it chooses, or none, and ends the process where no window would fit.
     */
    boolean isNative() {
        return stride < 0 && (!pairs() || !pretokenized && strategy == Strategy.LONGEST_FIRST);
    }
}
