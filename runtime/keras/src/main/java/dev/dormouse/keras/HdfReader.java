package dev.dormouse.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads groups, texts and arrays of numbers of an HDF5 file by their paths. Links are refused, so nothing outside the
 * file is read and no circle is walked; an array is read only if the file can hold as much.
 */
final class HdfReader implements AutoCloseable {
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;
    /** How much smaller than its content a compressed file may be, and what is always allowed. */
    private static final long MOST_RATIO = 100;

    private static final long ALWAYS_ALLOWED = 16 << 20;

    private final HdfFile file;
    private final long size;
    private final long mostBytes;
    private long bytesRead;

    private HdfReader(HdfFile file, long size) {
        this.file = file;
        this.size = size;
        this.mostBytes = Math.max(ALWAYS_ALLOWED, MOST_RATIO * size);
    }

    /** Opens a file's content. In a buffer, a broken length asks for no memory before it is found out. */
    static HdfReader open(ByteBuffer content) {
        long size = content.remaining();
        HdfReader reader = new HdfReader(guarded("the file", () -> HdfFile.fromByteBuffer(content)), size);
        try {
            // the library itself leaves out, without a word, attributes that a cut file no longer holds
            long end = guarded(
                    "the file",
                    () -> reader.file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
            if (end > size) {
                throw KerasFault.unreadable("the file is cut short: it has " + size + " of " + end + " bytes");
            }
            return reader;
        } catch (KerasFault e) {
            reader.close();
            throw e;
        }
    }

    /** Whatever goes wrong in the library with a broken file is one fault. */
    private static <T> T guarded(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KerasFault e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // a broken length may ask for an array of any size; there is memory again once that has failed
            // so does what h5py makes of bfloat16: bytes without a meaning, whose name is empty
            throw KerasFault.unreadable(what + " cannot be read as HDF5: it is cut short, or holds a datatype that HDF5"
                    + " does not know, as bfloat16 is");
        }
    }

    boolean has(String path) {
        return guarded(path, () -> find(path).isPresent());
    }

    private Optional<Node> find(String path) {
        Node node = file;
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (!(node instanceof Group group)) {
                return Optional.empty();
            }
            Node child = group.getChildren().get(part);
            if (child == null) {
                return Optional.empty();
            }
            if (child.isLink()) {
                throw KerasFault.unreadable("'" + path + "' is a link, which Keras does not write");
            }
            node = child;
        }
        return Optional.of(node);
    }

    /** The text of the file's own attribute, if there is one. */
    Optional<String> rootText(String name) {
        return guarded("attribute '" + name + "'", () -> {
            Attribute attribute = file.getAttributes().get(name);
            if (attribute == null) {
                return Optional.empty();
            }
            Object data = data(attribute);
            return data instanceof String text ? Optional.of(text) : Optional.empty();
        });
    }

    /** The texts of an attribute; a long list is spread over NAME0, NAME1 and so on. */
    List<String> strings(String path, String name) {
        return guarded("'" + path + "'", () -> {
            Node node = find(path).orElseThrow(() -> KerasFault.unreadable("there is no '" + path + "' in it"));
            List<String> texts = new ArrayList<>(texts(node.getAttributes().get(name)));
            for (int i = 0; node.getAttributes().containsKey(name + i); i++) {
                texts.addAll(texts(node.getAttributes().get(name + i)));
            }
            return texts;
        });
    }

    /** An attribute's value, which cannot have more bytes than the file. */
    private Object data(Attribute attribute) {
        if (attribute.getSize() > size || attribute.getSizeInBytes() > size) {
            throw KerasFault.unreadable("attribute '" + attribute.getName() + "' says that it is larger than the file");
        }
        return attribute.getData();
    }

    private List<String> texts(@org.jspecify.annotations.Nullable Attribute attribute) {
        if (attribute == null || attribute.isEmpty()) {
            return List.of();
        }
        Object data = data(attribute);
        return data instanceof String[] texts
                ? Arrays.asList(texts)
                : data instanceof String one ? List.of(one) : List.of();
    }

    /** An array of numbers, as FLOAT. */
    Weight array(String path) {
        return guarded("'" + path + "'", () -> {
            Node node = find(path).orElseThrow(() -> KerasFault.unreadable("there is no '" + path + "' in it"));
            if (!(node instanceof Dataset dataset)) {
                throw KerasFault.unreadable("'" + path + "' is no array");
            }
            if (!dataset.getFilters().isEmpty()) {
                // a chunk unpacks to whatever it holds, however small the array says that it is
                throw KerasFault.unsupported(
                        "'" + path + "' is compressed, which Keras does not write",
                        "unpack the file: h5repack -f NONE model.h5 unpacked.h5");
            }
            List<Long> dims = new ArrayList<>();
            long elements = 1;
            for (long dim : dataset.getDimensionsAsLong()) {
                if (dim < 1 || dim > MOST_ELEMENTS / elements) {
                    throw KerasFault.unreadable(
                            "'" + path + "' has impossible sizes: " + Arrays.toString(dataset.getDimensionsAsLong()));
                }
                elements *= dim;
                dims.add(dim);
            }
            bytesRead += elements * Float.BYTES;
            if (bytesRead > mostBytes) {
                throw KerasFault.unreadable("its arrays say that they are far larger than the file");
            }
            return new Weight(Numbers.floats(path, dataset.getDataFlat(), (int) elements), dims);
        });
    }

    @Override
    public void close() {
        file.close();
    }
}
