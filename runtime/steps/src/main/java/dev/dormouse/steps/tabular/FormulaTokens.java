package dev.dormouse.steps.tabular;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a formula, one after another; what is wrong is told with its place, counted from 1. */
final class FormulaTokens {
    private static final Pattern TOKEN =
            Pattern.compile("(?<number>(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?)"
                    + "|(?<name>[A-Za-z_][A-Za-z0-9_]*+)|\\|\\||&&|<=|>=|==|!=|[-+*/<>!(),]");

    /** What a word is. */
    enum Kind {
        NUMBER,
        NAME,
        SIGN,
        END
    }

    private final String text;
    private final Matcher matcher;
    private Kind kind = Kind.SIGN;
    private String word = "";
    private int start;

    FormulaTokens(String text) {
        this.text = text;
        this.matcher = TOKEN.matcher(text);
        next();
    }

    Kind kind() {
        return kind;
    }

    String word() {
        return word;
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && word.equals(sign);
    }

    /** Where the word begins, from 1. */
    int place() {
        return start + 1;
    }

    /** Goes on to the next word and returns the one before. */
    String next() {
        String before = word;
        start += word.length();
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        matcher.region(start, text.length());
        if (start == text.length()) {
            kind = Kind.END;
            word = "";
        } else if (matcher.lookingAt()) {
            kind = matcher.group("number") != null
                    ? Kind.NUMBER
                    : matcher.group("name") != null ? Kind.NAME : Kind.SIGN;
            word = matcher.group();
        } else {
            throw wrong("'" + new String(Character.toChars(text.codePointAt(start))) + "' is no part of a formula");
        }
        return before;
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

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + (kind == Kind.END ? " at its end" : " at character " + place()));
    }
}
