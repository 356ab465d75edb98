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
        ByteArrayOutputStream all = new ByteArrayOutputStream(first.length() + rest.size());
        all.write(first.array(), first.from(), first.length());
        all.writeBytes(rest.toByteArray());
        return Bytes.of(all.toByteArray());
    }
}
