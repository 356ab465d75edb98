package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D15")
class SseFramerTest {
    private static final String STREAM = "\uFEFFdata: one\n\n: comment\n\nevent: two\r\ndata:a\r\ndata: b\r\n\r\n"
            + "id: 7\rdata: three\r\rretry: 5\nunknown: x\ndata\n\ndata: four\n\n";

    @Test
    void readsEveryFormOfLine() {
        List<SseEvent> events = frame(List.of(STREAM.getBytes(StandardCharsets.UTF_8)));

        assertThat(events)
                .extracting(event -> event.data().text())
                .containsExactly("one", "", "a\nb", "three", "", "four");
        assertThat(events).extracting(SseEvent::name).containsExactly("", "", "two", "", "", "");
    }

    @Test
    void givesTheSameEventsForEverySplitIntoTwo() {
        byte[] whole = STREAM.getBytes(StandardCharsets.UTF_8);
        List<String> expected = texts(frame(List.of(whole)));

        for (int i = 3; i < whole.length; i++) {
            byte[] first = java.util.Arrays.copyOf(whole, i);
            byte[] second = java.util.Arrays.copyOfRange(whole, i, whole.length);
            assertThat(texts(frame(List.of(first, second))))
                    .as("split at %d", i)
                    .isEqualTo(expected);
        }
    }

    @Test
    void givesTheSameEventsByteByByte() {
        byte[] whole = STREAM.substring(1).getBytes(StandardCharsets.UTF_8);
        List<byte[]> single = new ArrayList<>();
        for (byte b : whole) {
            single.add(new byte[] {b});
        }

        assertThat(texts(frame(single))).isEqualTo(texts(frame(List.of(whole))));
    }

    @Test
    void keepsTheVeryBytesOfPlainEvents() {
        Bytes piece = Bytes.of("data: {\"x\": 1}\n\ndata: y\n\n");

        List<SseEvent> events = new ArrayList<>();
        new SseFramer().take(piece, events::add);

        assertThat(events).allMatch(event -> piece.covers(event.raw()));
    }

    @Test
    void holdsBackAnEventThatIsNotWhole() {
        SseFramer framer = new SseFramer();
        List<SseEvent> events = new ArrayList<>();

        framer.take(Bytes.of("data: half"), events::add);

        assertThat(events).isEmpty();
        assertThat(framer.isInsideEvent()).isTrue();
    }

    @Test
    @Tag("D17")
    void refusesALineThatNeverEnds() {
        SseFramer framer = new SseFramer();
        Bytes piece = Bytes.of("x".repeat(10_000));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        framer.take(piece, _ -> {});
                    }
                })
                .isInstanceOf(IllegalStateException.class);
    }

    private static List<SseEvent> frame(List<byte[]> pieces) {
        SseFramer framer = new SseFramer();
        List<SseEvent> events = new ArrayList<>();
        pieces.forEach(piece -> framer.take(Bytes.of(piece), events::add));
        return events;
    }

    private static List<String> texts(List<SseEvent> events) {
        return events.stream()
                .map(event -> event.name() + "|" + event.data().text())
                .toList();
    }
}
