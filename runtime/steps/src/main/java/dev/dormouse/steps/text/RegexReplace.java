package dev.dormouse.steps.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.dormouse.plan.Options;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import java.util.List;
import java.util.Optional;

/**
 * Replaces every match of a regular expression. RE2 syntax: the time is linear in the text, so no text that a caller
 * sends can make a pattern run away; there are no back references and no look-around for the same reason.
 */
final class RegexReplace extends PlainKind {
    RegexReplace() {
        super(new Entry(
                "regexReplace",
                "Replaces every match of a regular expression (RE2 syntax, linear time).",
                List.of(
                        Option.required("pattern", OptionType.TEXT, "a regular expression in RE2 syntax"),
                        Option.withDefault(
                                "replacement",
                                OptionType.TEXT,
                                "",
                                "what stands in for a match; $1 or ${name} is a group, \\$ a dollar sign")),
                List.of(InputPort.required("text", "STRING[...]", "the texts")),
                List.of(new OutputPort("text", "STRING[...]", "the texts with the matches replaced"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Options options = typing.options();
        try {
            Pattern pattern = Pattern.compile(options.string("pattern"));
            badReplacement(options.string("replacement"), pattern)
                    .ifPresent(headline -> typing.problems()
                            .report(
                                    Problem.Place.option("replacement"),
                                    Problem.Rule.OPTION,
                                    headline,
                                    "write $1 or ${name} for a group of the pattern, \\$ for a dollar sign, \\\\ for a"
                                            + " backslash"));
        } catch (PatternSyntaxException e) {
            typing.problems()
                    .report(
                            Problem.Place.option("pattern"),
                            Problem.Rule.OPTION,
                            "'" + e.getPattern() + "' is not a regular expression: " + e.getDescription(),
                            "RE2 syntax has no back references and no look-around; quote the pattern with '…' in YAML");
        }
        return Types.elementwise("text", typing.input("text"));
    }

    private static Optional<String> badReplacement(String replacement, Pattern pattern) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c == '\\') {
                i++;
                if (i == replacement.length()) {
                    return Optional.of("the replacement ends with a single backslash");
                }
            } else if (c == '$') {
                int end = groupEnd(replacement, i + 1);
                String group = replacement.substring(i + 1, end);
                if (!hasGroup(pattern, group)) {
                    return Optional.of("'$" + group + "' in the replacement is no group of the pattern");
                }
                i = end - 1;
            }
        }
        return Optional.empty();
    }

    private static int groupEnd(String text, int start) {
        if (start < text.length() && text.charAt(start) == '{') {
            int brace = text.indexOf('}', start);
            return brace < 0 ? text.length() : brace + 1;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean hasGroup(Pattern pattern, String group) {
        if (group.startsWith("{") && group.endsWith("}")) {
            return pattern.namedGroups().containsKey(group.substring(1, group.length() - 1));
        }
        return group.matches("[0-9]{1,4}") && Integer.parseInt(group) <= pattern.groupCount();
    }

    @Override
    public Step open(StepContext context) {
        Pattern pattern = Pattern.compile(context.options().string("pattern"));
        String replacement = context.options().string("replacement");
        return Texts.each(text -> {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() ? matcher.replaceAll(replacement) : text;
        });
    }
}
