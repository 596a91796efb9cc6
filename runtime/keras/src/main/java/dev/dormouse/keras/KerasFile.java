package dev.dormouse.keras;

import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A model's file taken apart: its configuration, who wrote it, and its weights. Told apart by how they begin, not by their names. */
record KerasFile(Config config, KerasVersion version, WeightStore weights, HdfReader hdf) implements AutoCloseable {
    private static final String WEIGHTS = "model.weights.h5";
    private static final int MOST_CONFIG_BYTES = 64 << 20;
    private static final long ALWAYS_ALLOWED = 16 << 20;
    private static final long MOST_RATIO = 100;

    /** Opens the file; the caller closes it. */
    static KerasFile open(Path file) throws IOException {
        byte[] magic = new byte[4];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(magic, 0, 4) < 4) {
                throw KerasFault.unreadable("the file is empty or cut short");
            }
        }
        if (magic[0] == 'P' && magic[1] == 'K') {
            return zip(file);
        }
        if (magic[0] == (byte) 0x89 && magic[1] == 'H' && magic[2] == 'D' && magic[3] == 'F') {
            return hdf(file);
        }
        throw KerasFault.unreadable("this is no Keras model: neither HDF5 nor a .keras archive");
    }

    private static KerasFile hdf(Path file) throws IOException {
        HdfReader hdf = HdfReader.open(mapped(file));
        try {
            String json = hdf.rootText("model_config")
                    .orElseThrow(() -> KerasFault.unsupported(
                            "it has no 'model_config': it holds weights alone, or was not written by Keras",
                            "save the whole model: model.save('model.keras')"));
            KerasVersion version =
                    new KerasVersion(hdf.rootText("keras_version").orElse("1"));
            return new KerasFile(config(json.getBytes(StandardCharsets.UTF_8)), version, new NamedWeights(hdf), hdf);
        } catch (RuntimeException e) {
            hdf.close();
            throw e;
        }
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw KerasFault.unsupported(
                        "it takes more than 2 GiB, which one ONNX file cannot hold", "serve a smaller model");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static KerasFile zip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] json = entry(zip, "config.json", MOST_CONFIG_BYTES);
            Config metadata = config(entry(zip, "metadata.json", MOST_CONFIG_BYTES));
            KerasVersion version = new KerasVersion(metadata.string("keras_version"));
            long most = Math.min(Integer.MAX_VALUE - 8L, Math.max(ALWAYS_ALLOWED, MOST_RATIO * Files.size(file)));
            byte[] weights = entry(zip, WEIGHTS, most);
            HdfReader hdf = HdfReader.open(ByteBuffer.wrap(weights));
            return new KerasFile(config(json), version, new CountedWeights(hdf), hdf);
        } catch (java.util.zip.ZipException | IllegalArgumentException e) {
            throw KerasFault.unreadable("the .keras archive is broken or cut short");
        }
    }

    private static byte[] entry(ZipFile zip, String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw KerasFault.unreadable("the archive holds no '" + name + "', as a .keras file does");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) most);
            if (in.read() >= 0) {
                throw KerasFault.unreadable("'" + name + "' in the archive is far larger than the file");
            }
            return bytes;
        } catch (java.io.EOFException e) {
            throw KerasFault.unreadable("'" + name + "' in the archive is cut short");
        }
    }

    private static Config config(byte[] json) {
        try {
            return Config.of("the model", PlanJson.decode(json), "model_config");
        } catch (IllegalArgumentException e) {
            throw KerasFault.unreadable("the configuration is " + e.getMessage());
        }
    }

    @Override
    public void close() {
        hdf.close();
    }
}
