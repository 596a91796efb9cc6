package dev.dormouse.tokenizer;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Problem.Place;
import dev.dormouse.step.Problem.Rule;
import dev.dormouse.step.Typing;
import dev.dormouse.tokenizer.Truncation.Strategy;

/** Options of a tokenizer that do not go together. */
final class TokenizerOptionsCheck {
    private final Typing typing;
    private final Options options;
    private final boolean pair;
    private final int special;

    /** @param special how many special tokens a row gets */
    TokenizerOptionsCheck(Typing typing, boolean pair, int special) {
        this.typing = typing;
        this.options = typing.options();
        this.pair = pair;
        this.special = special;
    }

    void run() {
        requireRoom();
        Strategy strategy = TokenizerSettings.strategy(options);
        boolean told = options.has(TokenizerKind.TRUNCATION_STRATEGY);
        if (told && strategy == Strategy.ONLY_SECOND && !pair) {
            refuse(
                    TokenizerKind.TRUNCATION_STRATEGY,
                    "there is no second text that could be cut",
                    "wire 'pair', or leave out truncationStrategy");
        }
        if (options.has(TokenizerKind.STRIDE)) {
            windows(strategy);
        }
    }

    /** The native library does not truncate at all where not one token would be left beside the special ones. */
    private void requireRoom() {
        int least = special + (pair ? 2 : 1);
        if (special > 0 && options.integer(TokenizerKind.MAX_LENGTH) < least) {
            refuse(
                    TokenizerKind.MAX_LENGTH,
                    "maxLength " + options.integer(TokenizerKind.MAX_LENGTH) + " leaves no room for text beside "
                            + special + " special tokens",
                    "set maxLength to " + least + " or more");
        }
    }

    private void windows(Strategy strategy) {
        if (!options.bool(TokenizerKind.TRUNCATION)) {
            refuse(
                    TokenizerKind.STRIDE,
                    "a stride cuts a long text to windows, but truncation is false",
                    "leave out 'truncation: false', or the stride");
        }
        if (pair && strategy == Strategy.LONGEST_FIRST) {
            refuse(
                    TokenizerKind.TRUNCATION_STRATEGY,
                    "windows are those of one of a pair's texts, not of the longest",
                    "write onlySecond or onlyFirst");
        }
        int room = options.integer(TokenizerKind.MAX_LENGTH) - special - (pair ? 1 : 0);
        int stride = options.integer(TokenizerKind.STRIDE);
        if (room > 0 && stride >= room) {
            refuse(
                    TokenizerKind.STRIDE,
                    "windows of " + room + " tokens" + (special > 0 ? " beside the special ones" : "") + " cannot have "
                            + stride + " in common",
                    "set stride to less than " + room + ", or maxLength to more");
        }
    }

    private void refuse(String option, String headline, String help) {
        typing.problems().report(Place.option(option), Rule.OPTION, headline, help);
    }
}
