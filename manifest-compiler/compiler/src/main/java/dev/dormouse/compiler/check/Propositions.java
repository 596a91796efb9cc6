package dev.dormouse.compiler.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Propositions over numbered atoms, as reduced ordered binary decision diagrams (Bryant, 1986): each is a number, equal
 * ones the same, and it depends on just the atoms in its diagram.
 */
final class Propositions {
    static final int NEVER = 0;
    static final int ALWAYS = 1;
    private static final int MOST_NODES = 200_000;
    private static final int MOST_ATOMS = 400;

    private final List<Node> nodes = new ArrayList<>(List.of(new Node(MOST_ATOMS, 0, 0), new Node(MOST_ATOMS, 1, 1)));
    private final Map<Node, Integer> numbers = new HashMap<>();
    private final Map<Choice, Integer> choices = new HashMap<>();
    private boolean isTooMuch;

    /** If the atom is true the one, else the other. */
    private record Node(int atom, int yes, int no) {}

    private record Choice(int test, int yes, int no) {}

    /** Whether there were more than can be worked out; nothing is proven then. */
    boolean isTooMuch() {
        return isTooMuch;
    }

    int atom(int number) {
        if (number >= MOST_ATOMS) {
            isTooMuch = true;
            return NEVER;
        }
        return node(number, ALWAYS, NEVER);
    }

    int not(int a) {
        return choice(a, NEVER, ALWAYS);
    }

    int and(int a, int b) {
        return choice(a, b, NEVER);
    }

    int or(int a, int b) {
        return choice(a, ALWAYS, b);
    }

    /** If the test is true the one, else the other. */
    int choice(int test, int yes, int no) {
        if (test <= ALWAYS) {
            return test == ALWAYS ? yes : no;
        }
        if (yes == no) {
            return yes;
        }
        if (isTooMuch) {
            return NEVER;
        }
        Choice key = new Choice(test, yes, no);
        Integer known = choices.get(key);
        if (known == null) {
            int first = Math.min(atomOf(test), Math.min(atomOf(yes), atomOf(no)));
            int then = choice(given(test, first, true), given(yes, first, true), given(no, first, true));
            int otherwise = choice(given(test, first, false), given(yes, first, false), given(no, first, false));
            known = node(first, then, otherwise);
            choices.put(key, known);
        }
        return known;
    }

    private int atomOf(int a) {
        return nodes.get(a).atom();
    }

    private int given(int a, int atom, boolean value) {
        Node node = nodes.get(a);
        if (node.atom() != atom) {
            return a;
        }
        return value ? node.yes() : node.no();
    }

    private int node(int atom, int yes, int no) {
        if (yes == no) {
            return yes;
        }
        Node node = new Node(atom, yes, no);
        Integer number = numbers.get(node);
        if (number == null) {
            number = nodes.size();
            isTooMuch |= number > MOST_NODES;
            nodes.add(node);
            numbers.put(node, number);
        }
        return number;
    }

    /** The atoms that it depends on. */
    Set<Integer> atoms(int a) {
        Set<Integer> found = new TreeSet<>();
        Set<Integer> seen = new TreeSet<>();
        List<Integer> open = new ArrayList<>(List.of(a));
        while (!open.isEmpty()) {
            int next = open.remove(open.size() - 1);
            if (next > ALWAYS && seen.add(next)) {
                found.add(atomOf(next));
                open.add(nodes.get(next).yes());
                open.add(nodes.get(next).no());
            }
        }
        return found;
    }

    /** Truths of some atoms that make it false; of one that is not {@link #ALWAYS}. */
    Map<Integer, Boolean> counterexample(int a) {
        Map<Integer, Boolean> truths = new LinkedHashMap<>();
        int at = a;
        while (at > ALWAYS) {
            Node node = nodes.get(at);
            boolean value = node.no() == ALWAYS;
            truths.put(node.atom(), value);
            at = value ? node.yes() : node.no();
        }
        return truths;
    }
}
