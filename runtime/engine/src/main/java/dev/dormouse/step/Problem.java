package dev.dormouse.step;

/** Something a kind finds wrong with a declaration; the compiler turns it into a finding with file, line and caret. */
public record Problem(Place place, Rule rule, String headline, String help) {

    /** Which rule is broken; each has one stable finding code in the compiler. */
    public enum Rule {
        /** A dim is not what is asked for. */
        DIM,
        /** A datatype is not what is asked for. */
        DATATYPE,
        /** The number of dims is not what is asked for. */
        RANK,
        /** An axis that the tensor does not have. */
        AXIS,
        /** An option's value does not fit: lengths of lists, ranges, a pattern that is no regular expression. */
        OPTION,
        /** The number of labels is not the number of scores. */
        LABELS,
        /** The tokenizer and the model do not belong together. */
        TOKENIZER,
        /** A reference to an output that the step does not have, or to a name missing in a file. */
        FILE_CONTENT
    }

    /** Where the mistake is best mended: an option, the wiring of an input, or the step itself. */
    public record Place(Kind kind, String name) {
        public enum Kind {
            OPTION,
            INPUT,
            STEP
        }

        public static final Place STEP = new Place(Kind.STEP, "");

        public static Place option(String name) {
            return new Place(Kind.OPTION, name);
        }

        public static Place input(String port) {
            return new Place(Kind.INPUT, port);
        }
    }
}
