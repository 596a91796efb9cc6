package dev.dormouse.keras;

import java.util.Locale;
import java.util.Map;

/** How {@code .keras} files name the groups of layers: the class in snake case, counted within one model. */
final class ClassNames {
    private ClassNames() {}

    /** {@code dense}, then {@code dense_1} and so on. */
    static String counted(String className, Map<String, Integer> counts) {
        String snake = snakeCase(className);
        int count = counts.merge(snake, 1, Integer::sum) - 1;
        return count == 0 ? snake : snake + "_" + count;
    }

    /** As keras.src.utils.naming.to_snake_case. */
    static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
