package dev.dormouse.plan;

/** One dim of a declared type. */
public sealed interface Dim permits Dim.Fixed, Dim.Named, Dim.Unknown {
    Dim UNKNOWN = new Unknown();

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim named(String name) {
        return new Named(name);
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

    /** Any size, but the same wherever the name stands, for one request. */
    record Named(String name) implements Dim {
        public Named {
            if (name.isEmpty() || name.equals("?") || Character.isDigit(name.charAt(0))) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a dim");
            }
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
