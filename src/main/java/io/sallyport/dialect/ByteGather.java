package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;

/// Bytes of several events put together; a single one stays as it is.
///
/// Threads: one owner.
public final class ByteGather {
    private Bytes first = Bytes.EMPTY;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream(0);

    public ByteGather add(Bytes more) {
        if (first.isEmpty()) {
            first = more;
        } else {
            rest.write(more.array(), more.from(), more.length());
        }
        return this;
    }

    public Bytes bytes() {
        if (rest.size() == 0) {
            return first;
        }
        byte[] more = rest.toByteArray();
        byte[] all = new byte[first.length() + more.length];
        System.arraycopy(first.array(), first.from(), all, 0, first.length());
        System.arraycopy(more, 0, all, first.length(), more.length);
        return Bytes.of(all);
    }
}
