package dev.dormouse.steps.text;

import dev.dormouse.plan.Options;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;

/**
 * Brings text to one Unicode form (UAX #15), then, as asked, to lower case, without accents, with single spaces; in
 * that order. Accents are the non-spacing marks (Mn) of the canonical decomposition, as in BERT's normaliser.
 */
final class NormalizeText extends PlainKind {
    NormalizeText() {
        super(new Entry(
                "normalizeText",
                "Brings text to one Unicode form; also lower case, accents and white space.",
                List.of(
                        Option.withDefault(
                                "form", OptionType.oneOf("NFC", "NFD", "NFKC", "NFKD"), "NFC", "the Unicode form"),
                        Option.withDefault(
                                "lowercase", OptionType.BOOLEAN, false, "whether to write in lower case, any language"),
                        Option.withDefault(
                                "stripAccents", OptionType.BOOLEAN, false, "whether to drop accents: é becomes e"),
                        Option.withDefault(
                                "collapseWhitespace",
                                OptionType.BOOLEAN,
                                false,
                                "whether to turn each run of white space into one space and drop it at both ends")),
                List.of(InputPort.required("text", "STRING[...]", "the texts")),
                List.of(new OutputPort("text", "STRING[...]", "the texts, normalised"))));
    }

    @Override
    public Signature signature(Typing typing) {
        return Types.elementwise("text", typing.input("text"));
    }

    @Override
    public Step open(StepContext context) {
        Options options = context.options();
        Form form = Form.valueOf(options.string("form"));
        boolean lowercase = options.bool("lowercase");
        boolean stripAccents = options.bool("stripAccents");
        boolean collapse = options.bool("collapseWhitespace");
        return Texts.each(text -> {
            String result = Normalizer.normalize(text, form);
            result = lowercase ? result.toLowerCase(Locale.ROOT) : result;
            result = stripAccents ? stripAccents(result, form) : result;
            return collapse ? collapse(result) : result;
        });
    }

    private static String stripAccents(String text, Form form) {
        StringBuilder kept = new StringBuilder(text.length());
        Normalizer.normalize(text, Form.NFD)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(kept::appendCodePoint);
        return Normalizer.normalize(kept, form);
    }

    private static String collapse(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean pending = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                pending = kept.length() > 0;
            } else {
                if (pending) {
                    kept.append(' ');
                    pending = false;
                }
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** Unicode's White_Space property; all its characters are in the basic plane. */
    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }
}
