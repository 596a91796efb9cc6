package dev.dormouse.tokenizer;

/** Whether a Java string is Unicode text: no surrogate without its other half. */
final class Surrogates {
    private Surrogates() {}

    static boolean areWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
