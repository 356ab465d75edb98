package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;

/// Reads the lines of one event in plain form.
final class SseLines {
    private SseLines() {}

    static SseEvent read(Bytes raw) {
        byte[] in = raw.array();
        String name = "";
        Bytes data = Bytes.EMPTY;
        ByteArrayOutputStream several = null;
        int from = raw.from();
        while (from < raw.to()) {
            int to = from;
            while (to < raw.to() && in[to] != '\n') {
                to++;
            }
            if (isField(in, from, to, "data")) {
                Bytes line = value(in, from + 4, to);
                if (several != null || !data.isEmpty()) {
                    several = several == null ? begun(data) : several;
                    several.write('\n');
                    several.write(in, line.from(), line.length());
                } else {
                    data = line;
                }
            } else if (isField(in, from, to, "event")) {
                name = value(in, from + 5, to).text();
            }
            from = to + 1;
        }
        return new SseEvent(raw, name, several == null ? data : Bytes.of(several.toByteArray()));
    }

    private static ByteArrayOutputStream begun(Bytes first) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length() * 2);
        out.write(first.array(), first.from(), first.length());
        return out;
    }

    private static boolean isField(byte[] in, int from, int to, String field) {
        if (to - from < field.length()) {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if (in[from + i] != field.charAt(i)) {
                return false;
            }
        }
        return to - from == field.length() || in[from + field.length()] == ':';
    }

    private static Bytes value(byte[] in, int colon, int to) {
        int from = Math.min(colon + 1, to);
        return new Bytes(in, from < to && in[from] == ' ' ? from + 1 : from, to);
    }
}
