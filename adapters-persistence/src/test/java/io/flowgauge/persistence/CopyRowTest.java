package io.flowgauge.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyRowTest {
    /** More rows, and longer ones, than it was made for: it grows in the middle of each kind of value. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
    void itHasRoomForWhateverComes(int before) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(expected);
        data.write("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
        data.writeLong(0);
        CopyRow rows = new CopyRow(0);
        rows.bytes(new byte[before]);
        data.writeInt(before);
        data.write(new byte[before]);
        for (int row = 0; row < 300; row++) {
            rows.begin(5);
            data.writeShort(5);
            rows.bigint(null);
            data.writeInt(-1);
            rows.bigint((long) row);
            data.writeInt(8);
            data.writeLong(row);
            rows.integer((long) row);
            data.writeInt(4);
            data.writeInt(row);
            rows.bytes(null);
            data.writeInt(-1);
            rows.text("ab");
            data.writeInt(2);
            data.writeBytes("ab");
        }
        rows.end();
        data.writeShort(-1);

        assertThat(Arrays.copyOf(rows.bytes(), rows.length())).isEqualTo(expected.toByteArray());
    }
}
