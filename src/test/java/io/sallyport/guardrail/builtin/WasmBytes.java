package io.sallyport.guardrail.builtin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// WebAssembly modules as bytes, section by section, so that no compiler is needed to make one.
///
/// Source: WebAssembly Core Specification 2.0, binary format.
final class WasmBytes {
    /// Place of the text that lets pass.
    static final int ALLOW = 0;
    /// Place of the text that stops.
    static final int BLOCK = 64;
    /// Where a question is put.
    static final int INPUT = 1_024;

    private static final String ALLOWS = "{\"action\":\"allow\"}";
    private static final String BLOCKS = "{\"action\":\"block\",\"kinds\":[\"marks\"]}";
    private static final byte[] HEAD = hex("0061736d01000000");

    /// Types: 0 is (i32) to i32, 1 is (i32, i32) to i64, 2 is nothing to nothing, 3 is (i32, i32) to nothing.
    private static final byte[] TYPES = hex("04" + "60017f017f" + "60027f7f017e" + "600000" + "60027f7f00");

    private WasmBytes() {}

    /// A module whose `check` has this body.
    ///
    /// @param code of its body, behind the declaration of one local i32, without its end
    static byte[] module(byte[]... code) {
        return bytes(HEAD, section(1, TYPES), section(3, hex("020001")), rest(code));
    }

    /// A module whose `check` gives nothing back.
    static byte[] silent() {
        return bytes(HEAD, section(1, TYPES), section(3, hex("020003")), rest());
    }

    /// As the first, but it wants a function from outside.
    static byte[] importing(byte[]... code) {
        byte[] wanted = bytes(hex("01"), name("env"), name("open"), hex("0002"));
        return bytes(HEAD, section(1, TYPES), section(2, wanted), section(3, hex("020001")), rest(code));
    }

    private static byte[] rest(byte[]... code) {
        byte[] exports =
                bytes(hex("03"), name("memory"), hex("0200"), name("alloc"), hex("0000"), name("check"), hex("0001"));
        byte[] alloc = body(hex("00"), i32(INPUT));
        byte[] check = body(hex("01017f"), bytes(code));
        return bytes(
                section(5, hex("010001")),
                section(7, exports),
                section(10, bytes(hex("02"), alloc, check)),
                section(11, bytes(hex("02"), data(ALLOW, ALLOWS), data(BLOCK, BLOCKS))));
    }

    /// Stops a text with more than three exclamation marks.
    static byte[] noShouting() {
        byte[] count = bytes(
                hex("0240" + "0340"), // block, loop
                hex("2001" + "45" + "0d01"), // leaves when no sign is left
                hex("2000" + "2d0000"), // the next sign
                i32('!'),
                hex("46" + "2002" + "6a" + "2102"), // counts it
                hex("2000"),
                i32(1),
                hex("6a" + "2100" + "2001"),
                i32(1),
                hex("6b" + "2101"), // one sign on
                hex("0c00" + "0b" + "0b"));
        return module(count, hex("2002"), i32(3), hex("4b"), either());
    }

    /// Of the number on the stack: stops when it is not 0.
    static byte[] either() {
        return bytes(hex("047e"), answer(BLOCK, BLOCKS), hex("05"), answer(ALLOW, ALLOWS), hex("0b"));
    }

    static byte[] allowing() {
        return answer(ALLOW, ALLOWS);
    }

    private static byte[] answer(int place, String text) {
        return packed(place, text.length());
    }

    /// An i64 of a place and a length.
    static byte[] packed(long place, long length) {
        return bytes(hex("42"), number(place << 32 | length));
    }

    static byte[] i32(int value) {
        return bytes(hex("41"), number(value));
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] body(byte[] locals, byte[] code) {
        return counted(bytes(locals, code, hex("0b")));
    }

    private static byte[] data(int place, String text) {
        return bytes(hex("00"), i32(place), hex("0b"), counted(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] name(String name) {
        return counted(name.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] section(int id, byte[] content) {
        return bytes(new byte[] {(byte) id}, counted(content));
    }

    private static byte[] counted(byte[] content) {
        return bytes(size(content.length), content);
    }

    /// Unsigned LEB128.
    private static byte[] size(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        while (left >= 0x80) {
            out.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }

    /// Signed LEB128.
    private static byte[] number(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while (left < -64 || left > 63) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>= 7;
        }
        out.write((int) (left & 0x7f));
        return out.toByteArray();
    }

    static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
