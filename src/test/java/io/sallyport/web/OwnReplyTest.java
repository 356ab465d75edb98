package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoops;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OwnReplyTest {
    private final EventLoops loops = EventLoops.start(1);
    private final OwnReply reply = new OwnReply(loops.current(), 5);
    private final CountDownLatch gone = new CountDownLatch(1);

    @AfterEach
    void closes() {
        loops.close();
    }

    @Test
    void gathersAWholeAnswer() {
        reply.status(201).header("x-any", "thing").send(Bytes.of("12345"));

        assertThat(reply.answer().join().status()).isEqualTo(201);
        assertThat(reply.answer().join().body().text()).isEqualTo("12345");
        assertThat(reply.isStarted()).isTrue();
    }

    @Test
    void gathersAStream() {
        ByteSink sink = reply.stream();

        sink.write(Bytes.of("12"));
        sink.write(Bytes.of("34"));
        sink.end();

        assertThat(reply.answer().join().body().text()).isEqualTo("1234");
        assertThat(sink.isFull()).isFalse();
    }

    @Test
    void breaksWithAStreamThatBreaks() {
        reply.stream().abort();

        assertThatThrownBy(() -> reply.answer().join()).hasMessageContaining("the answer was cut");
    }

    @Test
    void takesNoMoreThanItMay() {
        OwnReply other = new OwnReply(loops.current(), 5);
        ByteSink sink = other.stream();
        sink.onGone(gone::countDown);

        reply.send(Bytes.of("123456"));
        sink.write(Bytes.of("123456"));

        assertThatThrownBy(() -> reply.answer().join()).hasMessageContaining("too large");
        assertThatThrownBy(() -> other.answer().join()).hasMessageContaining("too large");
        assertThat(gone.getCount()).isZero();
    }

    @Test
    void tellsTheCallThatNobodyWaits() throws Exception {
        reply.onGone(gone::countDown);

        reply.leave();

        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reply.answer()).isCancelled();
    }
}
