package dev.dormouse.compiler.source;

import dev.dormouse.compiler.diagnostic.FindingCode;

/** The text is refused as a whole. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FindingCode code;
    private final transient Span span;
    private final String headline;
    private final String help;

    Refused(FindingCode code, Span span, String headline, String help) {
        super(headline);
        this.code = code;
        this.span = span;
        this.headline = headline;
        this.help = help;
    }

    FindingCode code() {
        return code;
    }

    Span span() {
        return span;
    }

    String headline() {
        return headline;
    }

    String help() {
        return help;
    }
}
