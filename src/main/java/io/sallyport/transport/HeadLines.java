package io.sallyport.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sallyport.lang.TextBytes;

/// The head of one HTTP/1.1 message being written: a first line and header lines, in the same bytes as the one
/// before.
///
/// A pooled buffer costs a checked call for each character, an array next to nothing; so the head grows here
/// and goes into the buffer in one copy. Every text is checked here, or comes from where it was checked:
/// nothing that is written can end its line. Characters are written as ISO 8859-1; others become a question
/// mark.
/// Errors: IllegalArgumentException for a text that may not stand where it is put; the head is useless then.
/// Threads: one event loop, see [EventLoop#head()].
public final class HeadLines {
    private static final int FIRST_SIZE = 1024;

    private final TextBytes head = new TextBytes(FIRST_SIZE);

    HeadLines() {}

    /// Forgets what was there.
    HeadLines begin() {
        head.clear();
        return this;
    }

    /// Any part of a line, without control characters besides tab.
    public HeadLines text(String text) {
        head.latin(HeaderText.value(text));
        return this;
    }

    /// A method or a header name.
    public HeadLines token(String text) {
        head.latin(HeaderText.token(text));
        return this;
    }

    /// A number in decimal digits.
    public HeadLines decimal(long number) {
        head.number(number);
        return this;
    }

    /// The end of the line before, then a name and a colon.
    public HeadLines name(HeaderName name) {
        head.bytes(name.start());
        return this;
    }

    /// The end of the line before, then a header line without its end.
    public HeadLines line(HeaderName name, String value) {
        return name(name).text(value);
    }

    /// The end of the line before, then a header line without its end.
    public HeadLines line(String name, String value) {
        newLine().token(name);
        head.sign(':').sign(' ');
        return text(value);
    }

    /// The end of the line before, then all these lines but the end of the last.
    public HeadLines lines(HeaderFields fields) {
        for (int i = 0; i < fields.size(); i++) {
            head.bytes(fields.name(i).start()).latin(fields.value(i));
        }
        return this;
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
}
