package dev.dormouse.compiler.check;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Numbers the values of a plan. */
final class Slots {
    private final TypeCheck types;
    private final Map<Source, Integer> numbers = new HashMap<>();
    private final List<Plan.Slot> slots = new ArrayList<>();

    Slots(TypeCheck types) {
        this.types = types;
    }

    int add(Source source, String name) {
        int number = add(name, types.type(source).orElseThrow());
        name(source, number);
        return number;
    }

    /** A value that no reference of the manifest names. */
    int add(String name, TensorType type) {
        slots.add(new Plan.Slot(name, type));
        return slots.size() - 1;
    }

    /** Says where the value of a source is. */
    void name(Source source, int number) {
        numbers.put(source, number);
    }

    int of(Source source) {
        return Objects.requireNonNull(numbers.get(source));
    }

    List<Plan.Slot> all() {
        return slots;
    }
}
