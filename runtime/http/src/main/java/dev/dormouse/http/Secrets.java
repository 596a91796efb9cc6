package dev.dormouse.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Values of headers, and the words in them: a server may repeat them in its answers, and its answers are told and logged. */
record Secrets(List<String> texts) {
    /** Shorter ones are no secrets, and stand in many a word. */
    private static final int SHORTEST = 6;

    static Secrets in(Collection<String> headers) {
        return new Secrets(headers.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("\\s+"))))
                .filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    String hide(String text) {
        String hidden = text;
        for (String secret : texts) {
            hidden = hidden.replace(secret, "***");
        }
        return hidden;
    }
}
