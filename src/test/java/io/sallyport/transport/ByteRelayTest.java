package io.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Deadline;
import io.sallyport.transport.RelayEnd.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ByteRelayTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final RelayLimits PATIENT = new RelayLimits(LONG, LONG, Deadline.in(LONG));

    private final EventLoops loops = EventLoops.start(1);
    private final Upstream upstream = new Upstream();
    private final Client client = new Client();
    private final List<RelayEnd> ends = new ArrayList<>();
    private final CompletableFuture<Way> end = new CompletableFuture<>();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void forwardsEverythingAndLeavesTheEndToTheCaller() {
        onLoop(() -> pump(RelayStep.UNCHANGED, PATIENT));
        onLoop(() -> {
            upstream.listener.onBytes(Bytes.of("one "));
            upstream.listener.onBytes(Bytes.of("two"));
            upstream.listener.onEnd();
        });

        assertThat(end.join()).isEqualTo(Way.COMPLETED);
        assertThat(client.text()).isEqualTo("one two");
        assertThat(client.ended).isFalse();
    }

    @Test
    void readsNothingMoreWhileTheClientIsSlow() {
        onLoop(() -> {
            pump(RelayStep.UNCHANGED, PATIENT);
            client.full = true;
            upstream.listener.onBytes(Bytes.of("more than fits"));
        });

        assertThat(upstream.pauses).isEqualTo(1);
        onLoop(() -> {
            client.full = false;
            client.drain.run();
        });

        assertThat(upstream.resumes).isEqualTo(1);
        assertThat(client.text()).isEqualTo("more than fits");
    }

    @Test
    void cancelsTheUpstreamWhenTheClientLeaves() {
        onLoop(() -> {
            pump(RelayStep.UNCHANGED, PATIENT);
            client.gone.run();
            upstream.listener.onBytes(Bytes.of("too late"));
            upstream.listener.onEnd();
        });

        assertThat(upstream.cancels).isEqualTo(1);
        assertThat(end.join()).isEqualTo(Way.CLIENT_GONE);
        assertThat(ends).hasSize(1);
        assertThat(client.text()).isEmpty();
    }

    @Test
    void neverListensForAClientThatHasLeft() {
        client.isGone = true;

        onLoop(() -> pump(RelayStep.UNCHANGED, PATIENT));

        assertThat(end.join()).isEqualTo(Way.CLIENT_GONE);
        assertThat(upstream.cancels).isEqualTo(1);
    }

    @Test
    void tellsACutFromAnEnd() {
        IllegalStateException cut = new IllegalStateException("cut");

        onLoop(() -> {
            pump(RelayStep.UNCHANGED, PATIENT);
            upstream.listener.onBytes(Bytes.of("half"));
            upstream.listener.onFailure(cut);
        });

        assertThat(ends).containsExactly(new RelayEnd(Way.UPSTREAM_CUT, cut));
        assertThat(client.text()).isEqualTo("half");
    }

    @Test
    void givesUpAnUpstreamThatIsSilent() {
        onLoop(() -> pump(RelayStep.UNCHANGED, new RelayLimits(Duration.ofMillis(50), LONG, Deadline.in(LONG))));

        assertThat(end.join()).isEqualTo(Way.IDLE);
        assertThat(upstream.cancels).isEqualTo(1);
    }

    @Test
    void givesUpAClientThatReadsNothing() {
        onLoop(() -> {
            pump(RelayStep.UNCHANGED, new RelayLimits(LONG, Duration.ofMillis(50), Deadline.in(LONG)));
            client.full = true;
            upstream.listener.onBytes(Bytes.of("more than fits"));
        });

        assertThat(end.join()).isEqualTo(Way.CLIENT_GONE);
        assertThat(upstream.cancels).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheTimeOfTheCallIsUp() {
        onLoop(() -> pump(RelayStep.UNCHANGED, new RelayLimits(LONG, LONG, Deadline.in(Duration.ofMillis(50)))));

        assertThat(end.join()).isEqualTo(Way.TOO_LONG);
        assertThat(upstream.cancels).isEqualTo(1);
    }

    @Test
    void letsAStepHoldBackAndChangeBytes() {
        RelayStep lines = new RelayStep() {
            private String held = "";

            @Override
            public Bytes step(Bytes in) {
                held += in.text();
                int end = held.lastIndexOf('\n') + 1;
                String whole = held.substring(0, end);
                held = held.substring(end);
                return Bytes.of(whole);
            }

            @Override
            public Bytes last() {
                return Bytes.of("[" + held + "]");
            }
        };

        onLoop(() -> {
            pump(lines, PATIENT);
            upstream.listener.onBytes(Bytes.of("a\nb"));
            upstream.listener.onBytes(Bytes.of("c"));
            upstream.listener.onEnd();
        });

        assertThat(client.writes).containsExactly("a\n", "[bc]");
    }

    @Test
    void endsOnceWhenAStepFails() {
        RelayStep broken = in -> {
            throw new IllegalStateException("broken");
        };

        onLoop(() -> {
            pump(broken, PATIENT);
            upstream.listener.onBytes(Bytes.of("a"));
            upstream.listener.onEnd();
        });

        assertThat(ends).extracting(RelayEnd::way).containsExactly(Way.STEP_FAILED);
        assertThat(upstream.cancels).isEqualTo(1);
    }

    private void pump(RelayStep step, RelayLimits limits) {
        ByteRelay.pump(loops.all().getFirst(), upstream, client, step, limits, how -> {
            ends.add(how);
            end.complete(how.way());
        });
    }

    private void onLoop(Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        loops.all().getFirst().run(() -> {
            action.run();
            done.countDown();
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// An upstream whose bytes come when a test says so.
    private static final class Upstream implements ByteStream {
        private Listener listener = new Listener() {
            @Override
            public void onBytes(Bytes bytes) {}

            @Override
            public void onEnd() {}

            @Override
            public void onFailure(Throwable cause) {}
        };
        private int pauses;
        private int resumes;
        private int cancels;

        @Override
        public void listen(Listener heard) {
            listener = heard;
        }

        @Override
        public void pause() {
            pauses++;
        }

        @Override
        public void resume() {
            resumes++;
        }

        @Override
        public void cancel() {
            cancels++;
        }
    }

    /// A client that is as slow as a test wants.
    private static final class Client implements ByteSink {
        private final List<String> writes = new ArrayList<>();
        private Runnable drain = () -> {};
        private Runnable gone = () -> {};
        private boolean isGone;
        private boolean full;
        private boolean ended;

        String text() {
            return String.join("", writes);
        }

        @Override
        public void write(Bytes bytes) {
            writes.add(bytes.text());
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void onDrain(Runnable action) {
            drain = action;
        }

        @Override
        public void onGone(Runnable action) {
            gone = action;
            if (isGone) {
                action.run();
            }
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void abort() {
            ended = true;
        }
    }
}
