package dev.dormouse.engine;

import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Map;

/**
 * Which requests go into one batch: those that can be joined, up to a number of rows, and only while that is a gain.
 * Models compute texts padded to the longest of their batch; measured, joining short texts with long ones costs a third
 * of the throughput, so at most an eighth of a batch may be padding. Characters stand for tokens, which nobody has
 * counted yet.
 */
final class Company {
    private static final long ACTUAL_FOR_PADDING = 8;

    private final Map<String, Tensor> first;
    private final int maxRows;
    private int rows;
    private long longest;
    private long characters;

    /** A batch that begins with this request, whatever its size. */
    Company(Map<String, Tensor> first, int maxRows) {
        this.first = first;
        this.maxRows = maxRows;
        this.rows = Batch.rows(first);
        this.longest = longest(first);
        this.characters = rows * longest;
    }

    /** Whether there is room for one row more. */
    boolean hasRoom() {
        return rows < maxRows;
    }

    /** Takes the request into the batch if it may be. */
    boolean add(Map<String, Tensor> next) {
        if (!Batch.joinable(first, next) || rows + Batch.rows(next) > maxRows) {
            return false;
        }
        int nextRows = Batch.rows(next);
        long nextLongest = longest(next);
        long all = characters + nextRows * nextLongest;
        long padded = (rows + nextRows) * Math.max(longest, nextLongest);
        if ((padded - all) * ACTUAL_FOR_PADDING > all) {
            return false;
        }
        rows += nextRows;
        longest = Math.max(longest, nextLongest);
        characters = all;
        return true;
    }

    /** Characters of the request's longest text, 0 if it has none. */
    private static long longest(Map<String, Tensor> request) {
        long longest = 0;
        for (Tensor tensor : request.values()) {
            if (tensor instanceof TextTensor texts) {
                longest = Math.max(
                        longest,
                        texts.values().stream().mapToInt(String::length).max().orElse(0));
            }
        }
        return longest;
    }
}
