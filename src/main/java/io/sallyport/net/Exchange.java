package io.sallyport.net;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.Unpacking.Coding;
import io.sallyport.transport.ByteStream;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.KnownNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One request and its answer: first the head, then the body for whoever asks, in order and with back-pressure.
///
/// Threads: one event loop; the answer's future may be cancelled from anywhere.
final class Exchange implements OutboundResponse, ByteStream {
    private static final String ALREADY_ASKED = "the body of an answer is read once";

    private final EventLoop loop;
    private final OutboundRequest request;
    private final Origin origin;
    private final long headDeadline;
    private final Awaited<OutboundResponse> answer = new Awaited<>(this);
    /// What arrived and nobody took yet.
    private final List<ByteBuf> pieces = new ArrayList<>(4);

    private @Nullable UpstreamConnection connection;
    private @Nullable HttpResponse head;
    private @Nullable Listener listener;
    private @Nullable WholeBody collector;
    private @Nullable Unpacking unpacking;
    private @Nullable Throwable failure;
    private boolean whole;
    private boolean paused;
    private boolean over;

    Exchange(EventLoop loop, OutboundRequest request, Origin origin) {
        this.loop = loop;
        this.request = request;
        this.origin = origin;
        this.headDeadline = System.nanoTime() + request.firstByte().toNanos();
    }

    CompletableFuture<OutboundResponse> answer() {
        return answer;
    }

    OutboundRequest request() {
        return request;
    }

    Origin origin() {
        return origin;
    }

    /// True when nobody waits for anything any more.
    boolean isOver() {
        return over;
    }

    void attach(UpstreamConnection to) {
        connection = to;
    }

    void look(long now) {
        if (head == null) {
            if (headDeadline - now <= 0) {
                abort(new OutboundFailure(Kind.TIMEOUT, "the backend did not answer in time"));
            }
        } else if (collector != null && collector.isIdle(now)) {
            abort(new OutboundFailure(Kind.TIMEOUT, "the backend stopped sending within the answer"));
        }
    }

    void onHead(HttpResponse arrived, Coding coding) {
        head = arrived;
        if (coding == Coding.GZIP) {
            unpacking = new Unpacking();
            arrived.headers().remove(HttpHeaderNames.CONTENT_ENCODING).remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        answer.complete(this);
    }

    /// Takes the piece over.
    void onPiece(ByteBuf piece) {
        if (over || !piece.isReadable()) {
            piece.release();
        } else if (unpacking != null) {
            unpack(unpacking, piece);
        } else {
            keep(piece);
        }
    }

    private void unpack(Unpacking packed, ByteBuf piece) {
        try {
            packed.take(piece, this::keep);
        } catch (OutboundFailure e) {
            abort(e);
        }
    }

    private void keep(ByteBuf piece) {
        if (over) {
            piece.release();
        } else if (collector != null) {
            collect(collector, piece);
        } else {
            pieces.add(piece);
        }
    }

    void onBurst() {
        deliver();
        if (unpacking != null) {
            unpacking.delivered();
        }
        if (collector != null) {
            collector.onBurst();
        } else if (connection != null && !pieces.isEmpty()) {
            connection.setReading(false);
        }
    }

    void onWhole() {
        if (unpacking != null && unpacking.isCut()) {
            fail(new OutboundFailure(Kind.CLOSED, "the backend's answer ends before what is packed in it"));
            return;
        }
        whole = true;
        connection = null;
        deliver();
    }

    /// The answer broke off, or never came.
    void fail(Throwable cause) {
        connection = null;
        if (over) {
            return;
        }
        failure = cause;
        if (head == null) {
            end();
            answer.completeExceptionally(cause);
        } else {
            deliver();
        }
    }

    @Override
    public int status() {
        return head().status().code();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head().headers().get(KnownNames.asked(name)));
    }

    @Override
    public List<Header> headers() {
        List<Header> list = new ArrayList<>(head().headers().size());
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = head().headers().iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            list.add(new Header(KnownNames.sent(line.getKey()), line.getValue().toString()));
        }
        return list;
    }

    @Override
    public ByteStream body() {
        return this;
    }

    @Override
    public CompletableFuture<Bytes> whole(int limit, Duration idle) {
        Awaited<Bytes> result = new Awaited<>(this);
        loop.run(() -> collect(new WholeBody(result, limit, contentLength(), idle)));
        return result;
    }

    @Override
    public void listen(Listener heard) {
        if (listener != null || collector != null) {
            throw new IllegalStateException(ALREADY_ASKED);
        }
        listener = heard;
        deliverUnlessReading();
    }

    @Override
    public void pause() {
        paused = true;
        if (connection != null) {
            connection.setReading(false);
        }
    }

    @Override
    public void resume() {
        paused = false;
        deliverUnlessReading();
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        end();
        releasePieces();
        if (connection != null) {
            connection.reset();
            connection = null;
        }
    }

    /// What a burst brings is handed on at its end; outside of one, at once.
    private void deliverUnlessReading() {
        if (connection == null || !connection.isReading()) {
            deliver();
        }
        if (connection != null && !paused) {
            connection.setReading(true);
        }
    }

    /// Hands on what came, then the end, as far as somebody listens.
    private void deliver() {
        if (over) {
            return;
        }
        if (collector != null) {
            finish(collector);
        } else if (listener != null && !paused) {
            if (!pieces.isEmpty()) {
                listener.onBytes(takePieces());
            }
            if (!paused && !over) {
                finish(listener);
            }
        }
    }

    private void finish(Listener heard) {
        if (whole) {
            end();
            heard.onEnd();
        } else if (failure != null) {
            end();
            heard.onFailure(failure);
        }
    }

    /// The failure goes first: a body over the limit may have come whole before anybody asked for it.
    private void finish(WholeBody collected) {
        if (failure != null) {
            end();
            collected.fail(failure);
        } else if (whole) {
            end();
            collected.complete();
        }
    }

    private void collect(WholeBody into) {
        if (listener != null || collector != null) {
            into.fail(new IllegalStateException(ALREADY_ASKED));
            return;
        }
        collector = into;
        if (into.isTooLarge()) {
            abort(new OutboundFailure(Kind.TOO_LARGE, "the backend's answer is too large"));
            return;
        }
        List<ByteBuf> waiting = List.copyOf(pieces);
        pieces.clear();
        waiting.forEach(this::keep);
        deliverUnlessReading();
    }

    private void collect(WholeBody into, ByteBuf piece) {
        boolean fits = into.add(piece);
        piece.release();
        if (!fits) {
            abort(new OutboundFailure(Kind.TOO_LARGE, "the backend's answer is too large"));
        }
    }

    /// Gives the exchange up from our side.
    private void abort(OutboundFailure cause) {
        UpstreamConnection open = connection;
        fail(cause);
        releasePieces();
        if (open != null) {
            open.reset();
        }
    }

    private void end() {
        over = true;
        if (unpacking != null) {
            unpacking.close();
        }
    }

    private Bytes takePieces() {
        int length = 0;
        for (ByteBuf piece : pieces) {
            length += piece.readableBytes();
        }
        byte[] array = new byte[length];
        int position = 0;
        for (ByteBuf piece : pieces) {
            int count = piece.readableBytes();
            piece.readBytes(array, position, count);
            position += count;
        }
        releasePieces();
        return Bytes.of(array);
    }

    private void releasePieces() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
    }

    private long contentLength() {
        String value = head().headers().get(HttpHeaderNames.CONTENT_LENGTH);
        // The decoder has refused everything but digits.
        return value == null ? -1 : Long.parseLong(value.strip());
    }

    private HttpResponse head() {
        return Objects.requireNonNull(head, "the answer has no head yet");
    }

    /// The future of the head or of the body; cancelling it gives the exchange up.
    private static final class Awaited<T> extends CompletableFuture<T> {
        private final Exchange exchange;

        Awaited(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                exchange.loop.run(exchange::cancel);
            }
            return cancelled;
        }
    }
}
