package io.sallyport.journal.audit;

import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The form of one file of the spool: records, each with a mark, its length, a checksum and the time of its
/// call.
///
/// What does not fit its checksum is left out and counted; the next mark tells where reading goes on. Bytes
/// after the last whole record are a torn tail, as a sudden end of the process leaves it.
///
/// Units: big-endian numbers of 32 bits; the time has 64.
final class Segment {
    static final int HEAD = Integer.BYTES * 3 + Long.BYTES;
    private static final int MARK = 0x5350_4131;
    private static final int AFTER_CHECKSUM = Integer.BYTES * 3;

    private Segment() {}

    /// What a file holds.
    ///
    /// @param damaged bytes between whole records that are none
    /// @param torn bytes after the last whole record
    record Found(List<SpooledEvent> events, long damaged, long torn) {}

    static ByteBuffer record(SpooledEvent event) {
        Bytes lines = event.lines();
        ByteBuffer record = ByteBuffer.allocate(HEAD + lines.length());
        record.putInt(MARK)
                .putInt(lines.length())
                .putInt(0)
                .putLong(event.millis())
                .put(lines.array(), lines.from(), lines.length());
        record.putInt(Integer.BYTES * 2, checksum(record.array(), 0, lines.length()));
        return record.flip();
    }

    static Found read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        List<SpooledEvent> events = new ArrayList<>();
        long damaged = 0;
        int at = 0;
        int end = 0;
        while (at + HEAD <= bytes.length) {
            if (isWhole(bytes, at)) {
                damaged += at - end;
                int length = all.getInt(at + Integer.BYTES);
                Bytes lines = new Bytes(bytes, at + HEAD, at + HEAD + length);
                events.add(new SpooledEvent(all.getLong(at + AFTER_CHECKSUM), lines));
                at += HEAD + length;
                end = at;
            } else {
                at++;
            }
        }
        return new Found(events, damaged, bytes.length - end);
    }

    private static boolean isWhole(byte[] bytes, int at) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        if (all.getInt(at) != MARK) {
            return false;
        }
        int length = all.getInt(at + Integer.BYTES);
        return length > 0
                && length <= bytes.length - at - HEAD
                && all.getInt(at + Integer.BYTES * 2) == checksum(bytes, at, length);
    }

    private static int checksum(byte[] bytes, int record, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, record + Integer.BYTES, Integer.BYTES);
        sum.update(bytes, record + AFTER_CHECKSUM, Long.BYTES + length);
        return (int) sum.getValue();
    }
}
