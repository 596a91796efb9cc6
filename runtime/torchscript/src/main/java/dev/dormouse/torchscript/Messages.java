package dev.dormouse.torchscript;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PyTorch's messages, which go on for pages about the model's code and its own. */
final class Messages {
    private static final int MOST = 400;
    /** The last line of a traceback says what is wrong: {@code RuntimeError: mat1 and mat2 shapes cannot be multiplied}. */
    private static final Pattern ERROR = Pattern.compile("(?m)^\\s*(?:[\\w.]*(?:Error|Exception)): (.+)$");

    private static final Pattern NOISE = Pattern.compile(
            "(?s)\\n?Exception raised from .*|\\[enforce fail at [^\\]]*\\]\\.?|The following operation failed in the TorchScript interpreter\\.");

    private Messages() {}

    /** The line that says what is wrong. */
    static String shortened(Throwable e) {
        String text = NOISE.matcher(String.valueOf(e.getMessage())).replaceAll("");
        Matcher error = ERROR.matcher(text);
        String line = "";
        while (error.find()) {
            line = error.group(1).strip();
        }
        if (line.isEmpty()) {
            List<String> lines = text.lines()
                    .map(String::strip)
                    .filter(candidate -> !candidate.isEmpty())
                    .toList();
            line = lines.isEmpty() ? "it says nothing" : lines.get(0);
        }
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
