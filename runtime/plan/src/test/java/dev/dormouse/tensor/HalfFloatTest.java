package dev.dormouse.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against numpy; {@code src/test/fixtures/make_halves.py} made the file. */
class HalfFloatTest {
    private static final Path FIXTURE = Path.of("src/test/fixtures/halves.txt");

    @Test
    void everyHalfIsTheFloatThatNumpyGives() throws Exception {
        ByteBuffer floats = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int half = 0; half < 1 << 16; half++) {
            floats.putInt(Float.floatToIntBits(HalfFloat.toFloat((short) half)));
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(floats.array());
        assertThat("sha256 " + HexFormat.of().formatHex(digest)).isEqualTo(lines().get(0));
    }

    @Test
    void everyHalfSurvivesTheWayThroughWiderTypes() {
        for (int half = 0; half < 1 << 16; half++) {
            float value = HalfFloat.toFloat((short) half);
            short expected = Float.isNaN(value) ? (short) (half & 0x8000 | 0x7e00) : (short) half;
            assertThat(HalfFloat.fromFloat(value)).isEqualTo(expected);
            assertThat(HalfFloat.fromDouble(value)).isEqualTo(expected);
        }
    }

    @Test
    void floatsAndDoublesAreRoundedAsNumpyDoes() throws IOException {
        for (String line : lines().subList(1, lines().size())) {
            String[] words = line.split(" ");
            long bits = Long.parseUnsignedLong(words[1], 16);
            short half = words[0].equals("float")
                    ? HalfFloat.fromFloat(Float.intBitsToFloat((int) bits))
                    : HalfFloat.fromDouble(Double.longBitsToDouble(bits));
            assertThat(HexFormat.of().toHexDigits(half)).as(line).isEqualTo(words[2]);
        }
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(FIXTURE);
    }
}
