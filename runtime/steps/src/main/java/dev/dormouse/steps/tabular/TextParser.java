package dev.dormouse.steps.tabular;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads texts as numbers: decimal digits with a sign for integers, also a fraction and an exponent for floating
 * datatypes, {@code nan}, {@code inf} and {@code infinity} in any case, {@code true} and {@code false} for BOOL. White
 * space at both ends does not count; anything else is an invalid input.
 */
final class TextParser {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    private TextParser() {}

    static NumericTensor parse(TextTensor texts, Datatype to) {
        NumericTensor out = NumericTensor.allocate(to, texts.shape());
        for (int i = 0; i < out.size(); i++) {
            String text = texts.get(i).strip();
            boolean done = to == Datatype.BOOL
                    ? bool(text, out, i)
                    : to.isFloating() ? floating(text, out, i) : integer(text, out, i);
            if (!done) {
                throw PipelineException.invalidInput("'values' element " + i + " is " + Types.quote(text)
                        + ", which does not spell a value of " + to);
            }
        }
        return out;
    }

    private static boolean bool(String text, NumericTensor out, int index) {
        out.setLong(index, text.equalsIgnoreCase("true") ? 1 : 0);
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static boolean floating(String text, NumericTensor out, int index) {
        if (DECIMAL.matcher(text).matches()) {
            out.setDouble(index, out.datatype() == Datatype.FP64 ? Double.parseDouble(text) : Float.parseFloat(text));
            return true;
        }
        String word = text.toLowerCase(Locale.ROOT);
        boolean negative = word.startsWith("-");
        String unsigned = negative || word.startsWith("+") ? word.substring(1) : word;
        switch (unsigned) {
            case "nan" -> out.setDouble(index, Double.NaN);
            case "inf", "infinity" ->
                out.setDouble(index, negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean integer(String text, NumericTensor out, int index) {
        if (!INTEGER.matcher(text).matches()) {
            return false;
        }
        try {
            if (out.datatype() == Datatype.UINT64) {
                out.setLong(index, Long.parseUnsignedLong(text));
                return true;
            }
            long value = Long.parseLong(text);
            out.setLong(index, value);
            return out.getLong(index) == value;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
