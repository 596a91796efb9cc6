package dev.dormouse.torchscript;

import java.util.ArrayList;
import java.util.List;

/** The code of an archive, which is text like Python's, as tokens: names, texts in their quotes, and single signs. */
final class ScriptTokens {
    private final String text;
    private int at;

    private ScriptTokens(String text) {
        this.text = text;
    }

    /** Without blanks and comments. */
    static List<String> of(String text) {
        ScriptTokens tokens = new ScriptTokens(text);
        List<String> all = new ArrayList<>();
        while (tokens.skip()) {
            all.add(tokens.next());
        }
        return all;
    }

    /** Skips what says nothing; false at the end. */
    private boolean skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (Character.isWhitespace(c) || c == '\\') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private String next() {
        int start = at;
        char first = text.charAt(at++);
        if (first == '"' || first == '\'') {
            while (at < text.length() && text.charAt(at) != first) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at + 1, text.length());
        } else if (isOfName(first)) {
            while (at < text.length() && isOfName(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private static boolean isOfName(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
