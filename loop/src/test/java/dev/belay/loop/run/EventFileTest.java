package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * By hand. Data: field 1 fixed64 of 0.0 = 09 + 8 zero bytes; field 3 text of 13 letters = 1a 0d "brain.Event:2": 24 =
     * 0x18 bytes. Masked CRCs of the length and of the data were computed with a table-driven CRC-32C written from its
     * polynomial 0x82F63B78, independent of java.util.zip.
     */
    @Test
    void version_knownBytes() {
        byte[] frame = EventFile.version(0);
        String data =
                "090000000000000000" + "1a0d" + hex("brain.Event:2".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(hex(frame))
                .isEqualTo("1800000000000000" + "a37f4b22" + data
                        + crc(HexFormat.of().parseHex(data)));
    }

    /** wall_time 1.5 = 3ff8…; step 300 = varint ac 02; summary { value { tag "a/b", simple_value 0.5 = 3f000000 } }. */
    @Test
    void scalars_knownBytes() {
        String data = "09000000000000f83f" + "10ac02" + "2a0c" + "0a0a" + "0a03612f62" + "150000003f";

        assertThat(hex(EventFile.scalars(1.5, 300, Map.of("a/b", 0.5)))).contains(data);
    }

    @Test
    void upTo_cutOffAndLaterFrames_areLeftOut(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] head = EventFile.version(1);
        byte[] one = EventFile.scalars(1, 1, Map.of("a", 1.0));
        byte[] two = EventFile.scalars(1, 2000, Map.of("a", 2.0));
        all.writeBytes(head);
        all.writeBytes(one);
        all.writeBytes(two);
        all.write(two, 0, 20);
        Path file = Files.write(folder.resolve("events"), all.toByteArray());

        assertThat(EventFile.upTo(file, 1999)).containsExactly(head, one);
        assertThat(EventFile.upTo(file, 2000)).containsExactly(head, one, two);
    }

    @Test
    void upTo_damagedFrame_endsTheFile(@TempDir Path folder) throws IOException {
        byte[] one = EventFile.scalars(1, 1, Map.of("a", 1.0));
        byte[] damaged = one.clone();
        damaged[14] ^= 1;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(damaged);
        all.writeBytes(one);

        assertThat(EventFile.upTo(Files.write(folder.resolve("events"), all.toByteArray()), 9))
                .hasSize(1);
    }

    /** Masked CRC-32C bit by bit, reflected polynomial 0x82F63B78; little-endian hex. */
    private static String crc(byte[] data) {
        int crc = ~0;
        for (byte b : data) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc >>> 1) ^ (0x82F63B78 & -(crc & 1));
            }
        }
        crc = ~crc;
        int masked = ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
        return hex(new byte[] {(byte) masked, (byte) (masked >> 8), (byte) (masked >> 16), (byte) (masked >> 24)});
    }
}
