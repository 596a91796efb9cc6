package dev.dormouse.compiler.manifest;

/** Texts as they are written into a manifest. */
final class Scalars {
    private Scalars() {}

    /** Plain where YAML reads the very same text, else in double quotes. */
    static String scalar(String text) {
        boolean plain = text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null");
        if (plain) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7F) {
                out.append(String.format("\\x%02X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    /** An output of a step. */
    static String reference(String step, String tensor) {
        return tensor.matches("[A-Za-z0-9_-]+")
                ? step + "." + tensor
                : "'" + step + ".\"" + tensor.replace("'", "''") + "\"'";
    }

    static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\uFEFF]", " ");
    }
}
