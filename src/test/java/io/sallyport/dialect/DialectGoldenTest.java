package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of `golden/`: what a client asks, what the backend is sent, what it answers, what the client is
/// shown.
class DialectGoldenTest {
    /// Which random cuts are tried; another number tries others.
    private static final long SEED = 20_261_121;

    private static final int RANDOM_CUTS = 1_000;

    static Stream<GoldenCase> all() throws IOException {
        return GoldenCase.all();
    }

    static Stream<GoldenCase> streamed() throws IOException {
        return GoldenCase.all().filter(GoldenCase::isStreamed);
    }

    @ParameterizedTest
    @MethodSource("all")
    void asksTheBackend(GoldenCase golden) {
        Translation translation = golden.translation();

        assertThat(Json.parse(translation.request().body())).isEqualTo(Json.parse(golden.text("sent.json")));
        assertThat(translation.request().path()).isEqualTo(golden.path());
    }

    @ParameterizedTest
    @MethodSource("all")
    void showsTheAnswerAndSaysWhatWasLost(GoldenCase golden) {
        Translation translation = golden.translation();
        String shown = golden.shown(translation.reader(golden.upstream(), Thoughts.HIDDEN));

        assertThat(shown).isEqualTo(golden.text(golden.isStreamed() ? "shown.sse" : "shown.json"));
        assertThat(translation.losses().line().replace(", ", "\n"))
                .isEqualTo(golden.text("loss.txt").strip());
    }

    @ParameterizedTest
    @MethodSource("all")
    void showsThoughtsWhereTheyMayBeSeen(GoldenCase golden) {
        boolean thinks = golden.showsThoughts() && golden.thinks();
        String shown = golden.shown(golden.translation().reader(golden.upstream(), Thoughts.SHOWN));

        assertThat(shown.contains("Hm.")).isEqualTo(thinks);
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void showsTheSameWhereverTheBytesAreCut(GoldenCase golden) {
        byte[] answer = golden.answered();
        String whole = golden.text("shown.sse");

        for (int cut = 1; cut < answer.length; cut++) {
            Playback playback = new Playback(golden);
            playback.take(Arrays.copyOfRange(answer, 0, cut));
            playback.take(Arrays.copyOfRange(answer, cut, answer.length));
            assertThat(playback.shown() + playback.closing())
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void showsWholeEventsAndATrueEndWhenTheStreamBreaks(GoldenCase golden) {
        byte[] answer = golden.answered();
        String whole = golden.text("shown.sse");
        Random random = new Random(SEED);

        for (int i = 0; i < RANDOM_CUTS; i++) {
            int end = random.nextInt(answer.length);
            Playback playback = new Playback(golden);
            for (int from = 0, to; from < end; from = to) {
                to = Math.min(end, from + 1 + random.nextInt(200));
                playback.take(Arrays.copyOfRange(answer, from, to));
            }
            String shown = playback.shown();
            assertThat(whole).startsWith(shown);
            assertThat(shown).matches("(?s)|.*\n\n");
            boolean finished = playback.reader().isFinished();
            assertThat(golden.endsTruly(shown + (finished ? playback.closing() : "")))
                    .as("ends truly when cut at %d", end)
                    .isEqualTo(finished);
        }
    }

    /// A stream as it arrives.
    private static final class Playback {
        private final ReplyReader reader;
        private final StreamFramer framer;
        private final StringBuilder shown = new StringBuilder();
        private final GoldenCase golden;
        private boolean closed;

        Playback(GoldenCase golden) {
            this.golden = golden;
            framer = golden.framer();
            reader = golden.translation().reader(golden.upstream(), Thoughts.HIDDEN);
        }

        void take(byte[] piece) {
            framer.take(Bytes.of(piece), event -> shown.append(GoldenCase.shown(reader, event)));
            closed = golden.endsTruly(shown);
        }

        ReplyReader reader() {
            return reader;
        }

        String shown() {
            return shown.toString();
        }

        String closing() {
            return closed ? "" : reader.closing().text();
        }
    }
}
