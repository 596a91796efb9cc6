package dev.dormouse.formula;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a formula, one after another. */
final class FormulaTokens {
    private static final String NUMBER = "(?<number>(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?)";
    private static final String REST = "|(?<text>\"[^\"]*\"|'[^']*')|\\|\\||&&|<=|>=|==|!=|[-+*/<>!(),\\[\\]]";
    /** Names of inputs: a hyphen is a minus. */
    private static final Pattern OF_NAMES = Pattern.compile(NUMBER + "|(?<name>[A-Za-z_][A-Za-z0-9_]*+)" + REST);
    /** References, which may have hyphens, and after the point an output's name in quotes. */
    private static final Pattern OF_REFERENCES = Pattern.compile(
            NUMBER + "|(?<name>[A-Za-z_][A-Za-z0-9_-]*+(?:\\.(?:[A-Za-z0-9_-]++|\"[^\"]++\"))?)" + REST);

    private static final Map<String, String> SIGNS = Map.of("and", "&&", "or", "||", "not", "!");

    /** What a word is. */
    enum Kind {
        NUMBER,
        NAME,
        TEXT,
        SIGN,
        END
    }

    private final String text;
    private final Matcher matcher;
    private Kind kind = Kind.SIGN;
    private String word = "";
    private Part part = new Part(0, 0);
    private Part last = new Part(0, 0);

    private FormulaTokens(String text, Pattern pattern) {
        this.text = text;
        this.matcher = pattern.matcher(text);
        next();
    }

    static FormulaTokens ofNames(String text) {
        return new FormulaTokens(text, OF_NAMES);
    }

    static FormulaTokens ofReferences(String text) {
        return new FormulaTokens(text, OF_REFERENCES);
    }

    Kind kind() {
        return kind;
    }

    /** The word; {@code and}, {@code or} and {@code not} are the signs that they mean. */
    String word() {
        return word;
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && word.equals(sign);
    }

    Part part() {
        return part;
    }

    /** The word before this one. */
    Part last() {
        return last;
    }

    /** Goes on to the next word and returns the one before. */
    String next() {
        String before = word;
        last = part;
        int start = part.to();
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        matcher.region(start, text.length());
        if (start == text.length()) {
            kind = Kind.END;
            word = "";
            part = new Part(start, start);
        } else if (matcher.lookingAt()) {
            part = new Part(start, matcher.end());
            word = SIGNS.getOrDefault(matcher.group(), matcher.group());
            kind = kindOf(word);
        } else {
            String sign = new String(Character.toChars(text.codePointAt(start)));
            throw new FormulaException(
                    "'" + sign + "' is no part of a formula" + (sign.equals("=") ? ", equality is '=='" : ""),
                    new Part(start, start + sign.length()));
        }
        return before;
    }

    private Kind kindOf(String found) {
        if (matcher.group("number") != null) {
            return Kind.NUMBER;
        }
        if (matcher.group("text") != null) {
            return Kind.TEXT;
        }
        return matcher.group("name") != null && found.equals(matcher.group()) ? Kind.NAME : Kind.SIGN;
    }

    boolean take(String sign) {
        boolean found = is(sign);
        if (found) {
            next();
        }
        return found;
    }

    void expect(String sign) {
        if (!take(sign)) {
            throw wrong("'" + sign + "' is missing");
        }
    }

    FormulaException wrong(String what) {
        return new FormulaException(what, part);
    }
}
