package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
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
                .name("content-length")
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

    private String written() {
        ByteBuf buffer = head.toBuffer(UnpooledByteBufAllocator.DEFAULT, 0);
        String text = buffer.toString(StandardCharsets.ISO_8859_1);
        buffer.release();
        return text;
    }
}
