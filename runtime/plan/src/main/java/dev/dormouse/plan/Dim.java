package dev.dormouse.plan;

import java.util.regex.Pattern;

/** One dim of a declared type. */
public sealed interface Dim permits Dim.Fixed, Dim.Named, Dim.Unknown {
    Dim UNKNOWN = new Unknown();

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim named(String name) {
        return new Named(name);
    }

    /** A dim that only one step knows, {@code step.name}; what no dim may hold in a step's (refused) name becomes _. */
    static Dim ofStep(String step, String name) {
        String clean = (step + "." + name).replaceAll("[^A-Za-z0-9_.-]", "_");
        return named(Named.isName(clean) ? clean : "_" + clean);
    }

    /** Always this size. */
    record Fixed(long size) implements Dim {
        public Fixed {
            if (size < 1) {
                throw new IllegalArgumentException("a dim is a positive number, not " + size);
            }
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /**
     * Any size, but the same wherever the name stands, for one request. Letters, digits and {@code _ . -}; the first is
     * a letter or {@code _}. A name with a dot belongs to a step: {@code tokens.sequence}.
     */
    record Named(String name) implements Dim {
        private static final Pattern SYNTAX = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

        public Named {
            if (!isName(name)) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a dim");
            }
        }

        static boolean isName(String text) {
            return SYNTAX.matcher(text).matches();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Nothing is known of it before the request runs; written {@code ?}. */
    record Unknown() implements Dim {
        @Override
        public String toString() {
            return "?";
        }
    }
}
