package dev.belay.loop.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Frames and messages of a TensorBoard event file, as far as scalars need them. A frame is the TFRecord one (TensorFlow,
 * tensorflow/core/lib/io/record_writer.cc): length as 8 bytes little-endian, its masked CRC32C, the data, its masked
 * CRC32C. The data is an Event message (tensorflow/core/util/event.proto): wall_time = 1, step = 2, file_version = 3,
 * summary = 5; a summary holds values = 1 of tag = 1 and simple_value = 2.
 */
final class EventFile {
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int MASK_DELTA = 0xA282EAD8;

    private EventFile() {}

    /** The frame every event file begins with. */
    static byte[] version(double wallTimeSeconds) {
        Message event = new Message().fixed64(1, Double.doubleToRawLongBits(wallTimeSeconds));
        return frame(
                event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8)).toBytes());
    }

    /** All scalars of a step in one event. */
    static byte[] scalars(double wallTimeSeconds, long step, Map<String, Double> values) {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.bytes(
                1,
                new Message()
                        .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
                        .fixed32(2, Float.floatToRawIntBits(value.floatValue()))
                        .toBytes()));
        return frame(new Message()
                .fixed64(1, Double.doubleToRawLongBits(wallTimeSeconds))
                .varint(2, step)
                .bytes(5, summary.toBytes())
                .toBytes());
    }

    /**
     * The frames up to and with step {@code keep}; a damaged or cut-off frame ends the file, as it does for TensorBoard.
     */
    static List<byte[]> upTo(Path file, long keep) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> frames = new ArrayList<>();
        while (all.remaining() >= HEAD) {
            int start = all.position();
            long length = all.getLong();
            boolean whole = all.getInt() == masked(all, start, Long.BYTES)
                    && length >= 0
                    && length <= all.remaining() - Integer.BYTES;
            if (!whole) {
                break;
            }
            byte[] data = new byte[(int) length];
            all.get(data);
            if (all.getInt() != masked(ByteBuffer.wrap(data), 0, data.length)) {
                break;
            }
            if (step(data) <= keep) {
                byte[] frame = new byte[all.position() - start];
                all.get(start, frame);
                frames.add(frame);
            }
        }
        return frames;
    }

    /** The step of an event we wrote: field 2 follows the 9 bytes of field 1; absent means 0. */
    private static long step(byte[] event) {
        int at = 1 + Double.BYTES;
        if (event.length <= at || event[at] != (2 << 3)) {
            return 0;
        }
        long step = 0;
        for (int shift = 0; ++at < event.length; shift += 7) {
            step |= (event[at] & 0x7FL) << shift;
            if (event[at] >= 0) {
                break;
            }
        }
        return step;
    }

    private static byte[] frame(byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + data.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(data.length);
        out.putInt(masked(out, 0, Long.BYTES));
        out.put(data).putInt(masked(ByteBuffer.wrap(data), 0, data.length));
        return out.array();
    }

    /** TensorFlow's mask: a CRC of data that contains CRCs would otherwise be weak. */
    private static int masked(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().slice(from, length));
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    /** Protocol-buffer wire format, written field by field. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            raw((long) field << 3);
            raw(value);
            return this;
        }

        Message fixed64(int field, long bits) {
            raw(((long) field << 3) | 1);
            for (int i = 0; i < Long.BYTES; i++) {
                out.write((int) (bits >>> (8 * i)));
            }
            return this;
        }

        Message fixed32(int field, int bits) {
            raw(((long) field << 3) | 5);
            for (int i = 0; i < Integer.BYTES; i++) {
                out.write(bits >>> (8 * i));
            }
            return this;
        }

        Message bytes(int field, byte[] value) {
            raw(((long) field << 3) | 2);
            raw(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
