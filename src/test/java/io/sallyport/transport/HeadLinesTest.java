package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadLinesTest {
    private final HeadLines head = new HeadLines();

    @Test
    void writesAHead() {
        head.begin()
                .text("HTTP/1.1 ")
                .decimal(200)
                .text(" OK")
                .line("date", "today")
                .name(HeaderName.of("content-length"))
                .decimal(0)
                .end();

        assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\ndate: today\r\ncontent-length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE})
    void writesNumbersInDecimalDigits(long number) {
        head.begin().decimal(number);

        assertThat(written()).isEqualTo(Long.toString(number));
    }

    @Test
    void leavesRoomForWhatFollows() {
        head.begin().text("head");

        ByteBuf buffer = head.toBuffer(UnpooledByteBufAllocator.DEFAULT, 100);

        assertThat(buffer.readableBytes()).isEqualTo(4);
        assertThat(buffer.writableBytes()).isGreaterThanOrEqualTo(100);
        buffer.release();
    }

    @Test
    void growsAndBeginsAgain() {
        String large = "x".repeat(100_000);

        head.begin().text(large).decimal(Long.MAX_VALUE);
        String first = written();
        head.begin().text("small");

        assertThat(first).isEqualTo(large + Long.MAX_VALUE);
        assertThat(written()).isEqualTo("small");
    }

    @Test
    void writesLatinAndAsksForTheRest() {
        head.begin().text("caf\u00e9 \u20ac");

        assertThat(written()).isEqualTo("caf\u00e9 ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u010d", "\u010a", "\u0100", "\u013a", "\u0a0d\u0d0a", "\ud83d\ude0d"})
    @Tag("A25")
    void writesNoCharacterAsItsLowByte(String text) {
        HeaderFields fields = new HeaderFields();
        fields.set(HeaderName.of("x-c"), text);

        head.begin()
                .text(text)
                .line("x-a", text)
                .line(HeaderName.of("x-b"), text)
                .lines(fields);

        String marks = "?".repeat(text.length());
        assertThat(written()).isEqualTo(marks + "\r\nx-a: " + marks + "\r\nx-b: " + marks + "\r\nx-c: " + marks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u010d", "a\u010a", "a\u0100", "a\u013a", "a:", "a\r", "a\n", "a b", "caf\u00e9", ""})
    @Tag("A25")
    void writesNoNameThatIsNoToken(String name) {
        assertThatThrownBy(() -> head.begin().token(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head.begin().line(name, "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\0", "a\r\nx-b: c", "\u001f", "\u007f"})
    @Tag("A25")
    void writesNoTextThatCouldEndItsLine(String text) {
        HeaderName name = HeaderName.of("x-a");

        assertThatThrownBy(() -> head.begin().text(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head.begin().line("x-a", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head.begin().line(name, text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeaderFields().set(name, text)).isInstanceOf(IllegalArgumentException.class);
    }

    private String written() {
        ByteBuf buffer = head.toBuffer(UnpooledByteBufAllocator.DEFAULT, 0);
        String text = buffer.toString(StandardCharsets.ISO_8859_1);
        buffer.release();
        return text;
    }
}
