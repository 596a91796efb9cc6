package dev.dormouse.formula;

/** A text that is no formula, or one whose parts do not fit; says where, in characters of the text. */
public final class FormulaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String complaint;
    private final Part part;

    FormulaException(String complaint, Part part) {
        super(complaint + (part.isEnd() ? " at its end" : " at character " + (part.from() + 1)));
        this.complaint = complaint;
        this.part = part;
    }

    /** The message without the place. */
    public String complaint() {
        return complaint;
    }

    public Part part() {
        return part;
    }
}
