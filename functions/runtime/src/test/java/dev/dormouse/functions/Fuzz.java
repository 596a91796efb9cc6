package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.PipelineException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Feeds one codec 100,000 inputs. The only outcomes are success and a {@link PipelineException} with a client's code, in
 * our own words, that names a place; neither takes more processor time or memory, on the heap and beside it, than the
 * codec's bound. The seed is printed; {@code -Ddormouse.seed} repeats a run.
 */
final class Fuzz {
    static final int INPUTS = 100_000;
    /** The parser's vocabulary, and what an exception that slipped through looks like. */
    private static final Pattern JARGON = Pattern.compile("\\[Source|Feature|JsonToken|Exception|java\\.|null pointer");

    private static final long MOST_NANOS = 2_000_000_000L;

    private final String codec;
    private final long seed = Long.getLong("dormouse.seed", System.nanoTime());
    private final Pattern places;
    private final long mostBytes;
    private final int mostPerByte;
    private int accepted;
    private long largest;
    private long slowest;

    /**
     * How a codec is fed.
     *
     * @param places a pattern that finds, in every message of a refusal, what it is about
     * @param mostBytes what an input of no bytes may allocate
     * @param mostPerByte what each of its bytes may add to that
     */
    Fuzz(String codec, String places, long mostBytes, int mostPerByte) {
        this.codec = codec;
        this.places = Pattern.compile(places);
        this.mostBytes = mostBytes;
        this.mostPerByte = mostPerByte;
    }

    /** Feeds bytes. */
    void run(Function<Random, byte[]> source, Consumer<byte[]> reader) {
        run(source, input -> input.length, Fuzz::shown, reader);
    }

    /**
     * Feeds any inputs.
     *
     * @param length of an input, in bytes
     * @param shown an input for the report of a failure
     */
    <I> void run(
            Function<Random, I> source, Function<I, Integer> length, Function<I, String> shown, Consumer<I> reader) {
        System.out.println("Fuzz of " + codec + ": -Ddormouse.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            I input = source.apply(random);
            try {
                one(input, length.apply(input), reader);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(codec + ", seed " + seed + ", input " + i + ": " + shown.apply(input), e);
            }
        }
        System.out.printf(
                "Fuzz of %s: %d of %d inputs accepted, at most %d KiB and %d ms for one%n",
                codec, accepted, INPUTS, largest >> 10, slowest / 1_000_000);
        assertThat(accepted).as("inputs that are right after all").isBetween(INPUTS / 1000, INPUTS * 9 / 10);
    }

    /** What takes more than the bound is read again: classes are loaded only the first time. */
    private <I> void one(I input, int length, Consumer<I> reader) {
        long most = mostBytes + (long) length * mostPerByte;
        long bytes = measured(input, reader);
        if (bytes > most) {
            bytes = measured(input, reader);
        }
        largest = Math.max(largest, bytes);
        assertThat(bytes).as("bytes allocated for %d", length).isLessThanOrEqualTo(most);
    }

    /** Reads an input; the bytes that it allocated. */
    private <I> long measured(I input, Consumer<I> reader) {
        Allocation allocation = Allocation.start();
        Optional<PipelineException> refusal = refusal(input, reader);
        long nanos = allocation.nanos();
        long bytes = allocation.bytes();
        slowest = Math.max(slowest, nanos);
        assertThat(nanos).as("nanoseconds of processor time").isLessThan(MOST_NANOS);
        accepted += refusal.isEmpty() ? 1 : 0;
        refusal.ifPresent(e -> {
            assertThat(e.code().isClientError()).as(e.toString()).isTrue();
            assertThat(e.getMessage()).containsPattern(places).doesNotContainPattern(JARGON);
        });
        return bytes;
    }

    private static <I> Optional<PipelineException> refusal(I input, Consumer<I> reader) {
        try {
            reader.accept(input);
            return Optional.empty();
        } catch (PipelineException e) {
            return Optional.of(e);
        }
    }

    private static String shown(byte[] input) {
        return input.length + " bytes, in base64 "
                + Base64.getEncoder().encodeToString(Arrays.copyOf(input, Math.min(input.length, 4096)));
    }
}
