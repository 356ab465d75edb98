package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamFramerTest {
    /// A header of every type, in front of the one that names the event.
    private static final String HEADERS = "0161" + "00" + "0162" + "01" + "0163" + "02" + "07" + "0164" + "03" + "0007"
            + "0165" + "04" + "00000007" + "0166" + "05" + "0000000000000007" + "0167" + "06" + "0002" + "0708"
            + "0168" + "08" + "0000000000000007" + "0169" + "09" + "00000000000000000000000000000007";

    private static final byte[] STREAM = stream();

    private static byte[] stream() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(BinaryEvents.message(HEADERS + BinaryEvents.named(":event-type", "chunk"), "{\"a\":1}"));
        stream.writeBytes(BinaryEvents.message(BinaryEvents.named(":exception-type", "slow"), "{}"));
        return stream.toByteArray();
    }

    @Test
    void readsNamesAndPayloadsWhereverTheBytesAreCut() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            List<String> events = new ArrayList<>();
            StreamFramer framer = Framing.EVENT_STREAM.framer();
            take(framer, Arrays.copyOfRange(STREAM, 0, cut), events);
            take(framer, Arrays.copyOfRange(STREAM, cut, STREAM.length), events);

            assertThat(events).as("cut at %d", cut).containsExactly("chunk {\"a\":1}", "slow {}");
            assertThat(framer.isInsideEvent()).isFalse();
        }
    }

    @Test
    void waitsForTheRestOfAnEventByteByByte() {
        List<String> events = new ArrayList<>();
        StreamFramer framer = Framing.EVENT_STREAM.framer();

        for (int i = 0; i < STREAM.length - 1; i++) {
            take(framer, new byte[] {STREAM[i]}, events);
        }

        assertThat(events).containsExactly("chunk {\"a\":1}");
        assertThat(framer.isInsideEvent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "000000100000000005c248eb7d98c8ff, ' '",
        "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936, ' {''foo'':''bar''}'"
    })
    void readsTheVectorsThatAmazonPublished(String message, String event) {
        List<String> events = new ArrayList<>();

        take(Framing.EVENT_STREAM.framer(), HexFormat.of().parseHex(message), events);

        assertThat(events).containsExactly(event);
    }

    @Test
    void refusesEveryFlippedBit() {
        for (int bit = 0; bit < STREAM.length * 8; bit++) {
            byte[] broken = STREAM.clone();
            broken[bit / 8] ^= (byte) (1 << bit % 8);
            List<String> events = new ArrayList<>();

            assertThatThrownBy(() -> take(Framing.EVENT_STREAM.framer(), broken, events))
                    .as("bit %d", bit)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesLargeEventsAtTheirFirstBytes() {
        ByteBuffer prelude =
                ByteBuffer.allocate(12).putInt(StreamFramer.LARGEST_EVENT + 1).putInt(0);
        prelude.putInt(BinaryEvents.sum(prelude.array(), 8));

        assertThatThrownBy(() -> take(Framing.EVENT_STREAM.framer(), prelude.array(), new ArrayList<>()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static void take(StreamFramer framer, byte[] piece, List<String> events) {
        framer.take(
                Bytes.of(piece),
                event -> events.add(event.name() + " " + event.data().text()));
    }
}
