package dev.dormouse.compiler.source;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in people's words, at the place that needs mending, what the parser could not make sense of. */
final class SyntaxErrors {
    private static final String QUOTE_IT = "put quotes round the text";

    private final Positions positions;
    private final Findings findings;

    SyntaxErrors(Positions positions, Findings findings) {
        this.positions = positions;
        this.findings = findings;
    }

    void report(MarkedYamlEngineException e) {
        int at = e.getProblemMark().map(Mark::getIndex).orElse(0);
        int from = e.getContextMark().map(Mark::getIndex).orElse(at);
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        int tab = positions.codePoint(at) == '\t' && positions.isFirstInLine(at)
                ? positions.tabBefore(at + 1)
                : positions.tabBefore(at);
        if (tab >= 0 && !context.contains("quoted")) {
            Refused refused = NodeComposer.tab(positions, tab);
            findings.error(refused.code(), refused.span(), refused.headline(), refused.help());
        } else if (context.contains("flow")) {
            flow(context, from, at);
        } else if (context.contains("alias") || context.contains("anchor")) {
            error(
                    from,
                    at + 1,
                    "'" + shown(from) + "' begins " + (context.contains("alias") ? "an alias" : "an anchor")
                            + ", which cannot hold '" + shown(at) + "'",
                    QUOTE_IT + " if that is what it is");
        } else if (context.contains("quoted")) {
            quoted(problem, from, at);
        } else {
            block(problem, from, at);
        }
    }

    private void flow(String context, int from, int at) {
        boolean isList = context.contains("sequence");
        char close = isList ? ']' : '}';
        if (at >= positions.length()) {
            error(from, from + 1, "'" + (isList ? '[' : '{') + "' is never closed", "add the missing '" + close + "'");
        } else {
            error(
                    at,
                    at + 1,
                    "',' or '" + close + "' is missing before this",
                    "separate entries with ',' and close with '" + close + "'; inside " + (isList ? "[…]" : "{…}")
                            + ", text with , [ ] { } needs quotes");
        }
    }

    private void quoted(String problem, int from, int at) {
        if (problem.contains("escape") || problem.contains("hexadecimal")) {
            error(
                    Math.max(from, at - 1),
                    at + 1,
                    "'\\" + shown(at) + "' is not an escape sequence",
                    "double the backslash, or use 'single quotes', where it stands for itself");
        } else {
            error(
                    from,
                    from + 1,
                    "this quote is never closed",
                    "add the closing quote, or escape a quote inside the text");
        }
    }

    private void block(String problem, int from, int at) {
        if (problem.contains("could not find expected ':'")) {
            error(
                    from,
                    from + 1,
                    "this is not 'key: value'",
                    "add the ':' after the key, or indent the line so that it belongs to the value above");
        } else if (problem.contains("mapping values are not allowed")) {
            error(
                    at,
                    at + 1,
                    "a ':' cannot stand here",
                    QUOTE_IT + " if the ':' belongs to it; otherwise check this line's indentation, and whether the"
                            + " line above lacks its ':'");
        } else if (problem.contains("sequence entries are not allowed")) {
            error(at, at + 1, "a list entry cannot begin here", "put '- ' on a line of its own, under its key");
        } else if (problem.contains("<block end>") && positions.codePoint(at) == ':') {
            error(at, at + 1, "a key is missing before ':'", "write 'key: value'");
        } else if (problem.contains("<block end>") && positions.isFirstInLine(at)) {
            error(
                    at,
                    at + 1,
                    "the indentation of this line fits no line above",
                    "give the entries of a map or list the same number of spaces");
        } else if (problem.contains("<block end>") || problem.contains("document start")) {
            error(at, at + 1, "the value ended before this", QUOTE_IT + ", all of it, or begin a new line");
        } else if (problem.contains("cannot start any token")) {
            error(at, at + 1, "text cannot begin with '" + shown(at) + "'", QUOTE_IT);
        } else if (problem.contains("expected the node content")) {
            error(at, at + 1, "a value is missing before '" + shown(at) + "'", "write the value, or " + QUOTE_IT);
        } else {
            error(at, at + 1, "this is neither YAML nor JSON", QUOTE_IT + " if it is text");
        }
    }

    private void error(int from, int to, String headline, String help) {
        findings.error(
                FindingCode.DM101, positions.span(from, Math.max(from, Math.min(to, endOfLine(from)))), headline, help);
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < positions.length() && positions.codePoint(end) != '\n' && positions.codePoint(end) != '\r') {
            end++;
        }
        return end;
    }

    private String shown(int index) {
        int c = positions.codePoint(index);
        return c == 0 ? "the end" : c == '\n' || c == '\r' ? "a line break" : Character.toString(c);
    }
}
