package dev.dormouse.step;

import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an option's value must be. Values are in plain form: string, long, double, boolean, list, map, null. A source is
 * a plain text here (the compiler resolves it to a file).
 */
public sealed interface OptionType
        permits OptionType.OneOf,
                OptionType.Bool,
                OptionType.Int,
                OptionType.Real,
                OptionType.Scalar,
                OptionType.ListOf,
                OptionType.DatatypeName,
                OptionType.Source,
                OptionType.TextsOrSource,
                TypesByName,
                TimeSpan,
                Settings,
                Headers {
    /** Any text. */
    OptionType TEXT = new OneOf(List.of());

    OptionType BOOLEAN = new Bool();
    /** Any finite number; becomes a double. */
    OptionType NUMBER = new Real();
    /** A non-empty list of finite numbers. */
    OptionType NUMBERS = new ListOf(NUMBER);
    /** A non-empty list of texts. */
    OptionType TEXTS = new ListOf(TEXT);
    /** A non-empty list of integers. */
    OptionType INTEGERS = new ListOf(integer(Long.MIN_VALUE, Long.MAX_VALUE));
    /** The name of a datatype. */
    OptionType DATATYPE = new DatatypeName();
    /** One number, text or boolean. */
    OptionType SCALAR = new Scalar();
    /** A non-empty list of numbers, or of texts, or of booleans. */
    OptionType SCALARS = new ListOf(SCALAR);
    /** Where a file is; {@link Declaration#file} then says where it lies. */
    OptionType SOURCE = new Source(false);
    /** The same; it may also be a folder beside the manifest, which the compiler makes one file of: a zip. */
    OptionType SOURCE_OR_FOLDER = new Source(true);
    /** A non-empty list of texts, or a map with {@code source}: then the kind reads {@link Declaration#file}. */
    OptionType TEXTS_OR_SOURCE = new TextsOrSource();

    /** Names and types of ports: {@link TypesByName#ports}. */
    OptionType TYPES = new TypesByName(EnumSet.allOf(Datatype.class));
    /** A duration: {@link TimeSpan#of}. */
    OptionType DURATION = new TimeSpan();
    /** A map of any values. */
    OptionType SETTINGS = new Settings();
    /** HTTP headers, whose values may be in the environment. */
    OptionType HEADERS = new Headers();

    /** An integer from {@code min} to {@code max}. */
    static OptionType integer(long min, long max) {
        return new Int(min, max);
    }

    /** One of these words. */
    static OptionType oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    /** A map of names to types of these datatypes, in the order in which it is written. */
    static OptionType types(Set<Datatype> datatypes) {
        return new TypesByName(datatypes);
    }

    /** The value as the plan keeps it, or what is wrong with it, as the end of "OPTION must be …". */
    Checked check(@Nullable Object value);

    /** Text for the catalogue and for messages: "a number", "one of …". */
    String describe();

    /**
     * Either a value or a complaint.
     *
     * @param at the key in a map whose value the complaint is about
     */
    record Checked(Optional<Object> value, String complaint, Optional<String> at) {
        Checked(Optional<Object> value, String complaint) {
            this(value, complaint, Optional.empty());
        }

        static Checked of(Object value) {
            return new Checked(Optional.of(value), "");
        }
    }

    /** The type does not take the value. */
    static Checked refuse(OptionType type, @Nullable Object value) {
        String shown = value == null ? "empty" : value instanceof String ? "'" + value + "'" : String.valueOf(value);
        return new Checked(Optional.empty(), type.describe() + ", not " + shown);
    }

    /** Text; if {@code words} is not empty, one of them. */
    record OneOf(List<String> words) implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof String text && (words.isEmpty() || words.contains(text))
                    ? Checked.of(text)
                    : refuse(this, value);
        }

        @Override
        public String describe() {
            return words.isEmpty() ? "text" : "one of " + String.join(", ", words);
        }
    }

    record Bool() implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof Boolean flag ? Checked.of(flag) : refuse(this, value);
        }

        @Override
        public String describe() {
            return "true or false";
        }
    }

    record Int(long min, long max) implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof Long number && number >= min && number <= max
                    ? Checked.of(number)
                    : refuse(this, value);
        }

        @Override
        public String describe() {
            if (min == Long.MIN_VALUE) {
                return "an integer";
            }
            return max >= Integer.MAX_VALUE ? "an integer of at least " + min : "an integer from " + min + " to " + max;
        }
    }

    record Real() implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof Number number && Double.isFinite(number.doubleValue())
                    ? Checked.of(number.doubleValue())
                    : refuse(this, value);
        }

        @Override
        public String describe() {
            return "a finite number";
        }
    }

    record Scalar() implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof String || value instanceof Number || value instanceof Boolean
                    ? Checked.of(value)
                    : refuse(this, value);
        }

        @Override
        public String describe() {
            return "a number, a text or true/false";
        }
    }

    record ListOf(OptionType element) implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            if (!(value instanceof List<?> list) || list.isEmpty()) {
                return refuse(this, value);
            }
            List<Object> result = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                Checked checked = element.check(list.get(i));
                if (checked.value().isEmpty()) {
                    return new Checked(
                            Optional.empty(), describe() + "; element " + (i + 1) + " must be " + checked.complaint());
                }
                result.add(checked.value().get());
            }
            boolean mixed = element instanceof Scalar
                    && result.stream().map(ListOf::family).distinct().count() > 1;
            return mixed
                    ? new Checked(Optional.empty(), "a list of one sort: all numbers, all texts or all true/false")
                    : Checked.of(List.copyOf(result));
        }

        private static Class<?> family(Object value) {
            return value instanceof Number ? Number.class : value.getClass();
        }

        @Override
        public String describe() {
            return "a non-empty list, each element " + element.describe();
        }
    }

    record DatatypeName() implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            if (!(value instanceof String text)) {
                return refuse(this, value);
            }
            try {
                return Checked.of(TensorType.parseDatatype(text).name());
            } catch (IllegalArgumentException e) {
                return new Checked(Optional.empty(), "a datatype: " + e.getMessage());
            }
        }

        @Override
        public String describe() {
            return "a datatype";
        }
    }

    record Source(boolean orFolder) implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            return value instanceof String text && !text.isBlank() ? Checked.of(text) : refuse(this, value);
        }

        @Override
        public String describe() {
            return orFolder
                    ? "a folder or a file beside the manifest, or a URI"
                    : "a file beside the manifest or a URI";
        }
    }

    record TextsOrSource() implements OptionType {
        @Override
        public Checked check(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                Object source = map.get("source");
                return source instanceof String text && !text.isBlank()
                        ? Checked.of(Map.of("source", text))
                        : refuse(this, value);
            }
            Checked list = TEXTS.check(value);
            return list.value().isPresent() ? list : refuse(this, value);
        }

        @Override
        public String describe() {
            return "a non-empty list of texts, or a map with source";
        }
    }
}
