package dev.dormouse.steps.text;

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
import java.util.List;

/** Keeps the first code points of each text; never cuts a surrogate pair. */
final class TruncateText extends PlainKind {
    TruncateText() {
        super(new Entry(
                "truncateText",
                "Keeps at most so many Unicode code points of each text.",
                List.of(Option.required(
                        "maxCodePoints",
                        OptionType.integer(1, Integer.MAX_VALUE),
                        "how many code points a text may keep")),
                List.of(InputPort.required("text", "STRING[...]", "the texts")),
                List.of(new OutputPort("text", "STRING[...]", "the texts, cut"))));
    }

    @Override
    public Signature signature(Typing typing) {
        return Types.elementwise("text", typing.input("text"));
    }

    @Override
    public Step open(StepContext context) {
        int max = context.options().integer("maxCodePoints");
        return Texts.each(text -> text.length() <= max || text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max)));
    }
}
