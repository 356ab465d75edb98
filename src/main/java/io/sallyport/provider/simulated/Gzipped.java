package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;

/// Pieces compressed into one gzip stream, each flushed so that it can be read at once.
final class Gzipped implements Iterator<Bytes> {
    private final Iterator<Bytes> plain;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final GZIPOutputStream packer;
    private boolean isOver;

    Gzipped(Iterator<Bytes> plain) {
        this.plain = plain;
        try {
            packer = new GZIPOutputStream(packed, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes of(Bytes plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream packer = new GZIPOutputStream(packed)) {
            packer.write(plain.array(), plain.from(), plain.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(packed.toByteArray());
    }

    @Override
    public boolean hasNext() {
        return !isOver;
    }

    @Override
    public Bytes next() {
        if (isOver) {
            throw new NoSuchElementException();
        }
        try {
            if (plain.hasNext()) {
                Bytes piece = plain.next();
                packer.write(piece.array(), piece.from(), piece.length());
                packer.flush();
            } else {
                packer.close();
                isOver = true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Bytes result = Bytes.of(packed.toByteArray());
        packed.reset();
        return result;
    }
}
