package dev.dormouse.tensorflow;

/** TensorFlow's messages, which go on for pages about its graph. */
final class Messages {
    private static final int MOST = 400;

    private Messages() {}

    /** The first line that says something, without the names of nodes. */
    static String shortened(RuntimeException e) {
        String text = String.valueOf(e.getMessage())
                .replaceAll("\\[?\\[?\\{\\{[^}]*\\}\\}\\]?\\]?", "")
                .replaceAll("(Op type not registered '[^']*') in binary running on.*", "$1")
                .strip();
        String line = text.lines()
                .map(String::strip)
                .filter(candidate ->
                        !candidate.isEmpty() && !candidate.matches("Graph execution error:|\\(\\d+\\) .*found\\."))
                .findFirst()
                .orElse(text);
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
