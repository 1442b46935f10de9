package dev.belay.testkit;

import dev.belay.model.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of a few whole numbers and float arrays, replaced atomically; what table models keep on disk. */
record FloatFile(long[] header, float[]... arrays) {
    private static final long MAGIC = 0x62656C61795F7462L;

    void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
                out.writeLong(MAGIC);
                out.writeInt(header.length);
                for (long h : header) {
                    out.writeLong(h);
                }
                out.writeInt(arrays.length);
                for (float[] array : arrays) {
                    out.writeInt(array.length);
                    for (float x : array) {
                        out.writeFloat(x);
                    }
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static FloatFile read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readLong() != MAGIC) {
                throw new InvalidInputException(file + " is not a file of a table model");
            }
            long[] header = new long[in.readInt()];
            for (int i = 0; i < header.length; i++) {
                header[i] = in.readLong();
            }
            float[][] arrays = new float[in.readInt()][];
            for (int a = 0; a < arrays.length; a++) {
                arrays[a] = new float[in.readInt()];
                for (int i = 0; i < arrays[a].length; i++) {
                    arrays[a][i] = in.readFloat();
                }
            }
            return new FloatFile(header, arrays);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
