package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H09")
final class BodyReaderTest {
    private static final int PIECE = 64 * 1024;
    private static final int LARGE = 40 * PIECE;
    private static final long STALL = 1_000_000_000L;

    private final LargeBodies room = new LargeBodies(LARGE);
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void waitsUnreadUntilThereIsRoom() {
        LargeBodies.Place other = room.place();
        other.enter(LARGE, () -> {});
        BodyReader reader = new BodyReader(LARGE, room);

        CompletableFuture<Bytes> body = read(reader);
        reader.add(piece(), false);
        boolean waited = begun.get() == 0 && reader.isHeld();
        other.leave();
        boolean reads = begun.get() == 1 && !reader.isHeld();
        send(reader, LARGE / PIECE - 1);

        assertThat(waited).isTrue();
        assertThat(reads).isTrue();
        assertThat(body.join().length()).isEqualTo(LARGE);
        assertThat(room.taken()).isEqualTo(LARGE);
    }

    @Test
    void letsSmallBodiesPass() {
        room.place().enter(LARGE, () -> {});
        BodyReader reader = new BodyReader(PIECE, room);

        CompletableFuture<Bytes> body = read(reader);
        send(reader, 1);

        assertThat(body.join().length()).isEqualTo(PIECE);
    }

    @Test
    void isRefusedWhenItWaitsTooLong() {
        room.place().enter(LARGE, () -> {});
        BodyReader reader = new BodyReader(LARGE, room);

        CompletableFuture<Bytes> body = read(reader);
        reader.look(System.nanoTime() + 2 * STALL, STALL);

        assertOverloaded(body);
    }

    @Test
    void isRefusedWhenItGrowsWhereThereIsNoRoom() {
        room.place().enter(LARGE, () -> {});
        BodyReader reader = new BodyReader(-1, room);

        CompletableFuture<Bytes> body = read(reader);
        send(reader, LARGE / PIECE);

        assertOverloaded(body);
    }

    @Test
    void makesRoomWhenItsRequestIsOver() {
        BodyReader reader = new BodyReader(-1, room);

        CompletableFuture<Bytes> body = read(reader);
        send(reader, LARGE / PIECE);
        long taken = room.taken();
        reader.leave();

        assertThat(body.join().length()).isEqualTo(LARGE);
        assertThat(taken).isGreaterThanOrEqualTo(LARGE);
        assertThat(room.taken()).isZero();
    }

    @Test
    void takesNoRoomWhenItsClientLeftMeanwhile() {
        LargeBodies.Place other = room.place();
        other.enter(LARGE, () -> {});
        BodyReader reader = new BodyReader(LARGE, room);

        CompletableFuture<Bytes> body = read(reader);
        reader.leave();
        reader.cut();
        other.leave();

        assertThat(body).isCompletedExceptionally();
        assertThat(begun).hasValue(0);
        assertThat(room.taken()).isZero();
    }

    private CompletableFuture<Bytes> read(BodyReader reader) {
        CompletableFuture<Bytes> body = new CompletableFuture<>();
        reader.read(body, Integer.MAX_VALUE, Runnable::run, begun::incrementAndGet);
        return body;
    }

    private static void send(BodyReader reader, int pieces) {
        for (int i = 1; i <= pieces; i++) {
            reader.add(piece(), i == pieces);
        }
    }

    private static ByteBuf piece() {
        return Unpooled.wrappedBuffer(new byte[PIECE]);
    }

    private static void assertOverloaded(CompletableFuture<Bytes> body) {
        assertThatThrownBy(body::get)
                .isInstanceOfSatisfying(
                        ExecutionException.class,
                        failed -> assertThat(failed.getCause())
                                .isInstanceOfSatisfying(
                                        RefusedException.class,
                                        refused -> assertThat(refused.refusal())
                                                .isInstanceOf(Refusal.Unavailable.class)
                                                .satisfies(refusal -> assertThat(refusal.code())
                                                        .isEqualTo("overloaded"))));
    }
}
