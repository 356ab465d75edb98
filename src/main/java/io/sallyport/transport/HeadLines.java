package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sallyport.lang.TextBytes;
import java.util.Arrays;

/// The head of one HTTP/1.1 message being written: a first line and header lines, in the same bytes as the one
/// before.
///
/// A pooled buffer costs a checked call for each character, an array next to nothing; so the head grows here
/// and goes into the buffer in one copy. Characters are written as ISO 8859-1; others become a question mark.
/// Threads: one event loop, see [EventLoop#head()].
public final class HeadLines {
    private static final int FIRST_SIZE = 1024;
    private static final boolean[] LATIN = latin();

    private final TextBytes head = new TextBytes(FIRST_SIZE);

    HeadLines() {}

    /// Forgets what was there.
    HeadLines begin() {
        head.clear();
        return this;
    }

    public HeadLines text(String text) {
        int at = head.run(text, 0, LATIN);
        while (at < text.length()) {
            head.sign('?');
            at = head.run(text, at + 1, LATIN);
        }
        return this;
    }

    /// A number in decimal digits.
    public HeadLines decimal(long number) {
        head.number(number);
        return this;
    }

    /// The end of the line before, then a name and a colon.
    public HeadLines name(String name) {
        newLine().text(name);
        head.sign(':').sign(' ');
        return this;
    }

    /// The end of the line before, then a header line without its end.
    public HeadLines line(String name, String value) {
        return name(name).text(value);
    }

    /// The end of the last line and the empty line behind it.
    public HeadLines end() {
        return newLine().newLine();
    }

    /// A buffer with everything in it.
    ///
    /// @param more bytes that there shall be room for behind it
    public ByteBuf toBuffer(ByteBufAllocator allocator, int more) {
        return allocator.ioBuffer(head.size() + more).writeBytes(head.bytes(), 0, head.size());
    }

    private HeadLines newLine() {
        head.sign('\r').sign('\n');
        return this;
    }

    private static boolean[] latin() {
        boolean[] latin = new boolean[0x100];
        Arrays.fill(latin, true);
        return latin;
    }
}
