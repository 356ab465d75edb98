package io.sallyport.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemberSearchTest {
    private static final List<String> WORDS = List.of("usage", "use", "error", "e", "reasoning", "reasoning_content");

    private final MemberSearch search = new MemberSearch(MemberSearch.Names.of(WORDS.toArray(String[]::new)));

    @Test
    void findsTheFirstValueOfEachMember() {
        Bytes text = Bytes.of("{\"usage\" : {\"e\":1},\"use\":2,\"reasoning_content\":\"x\",\"use\":3}");

        search.in(text);

        assertThat(rest(text, 0)).startsWith("{\"e\"");
        assertThat(rest(text, 1)).startsWith("2,");
        assertThat(rest(text, 3)).startsWith("1}");
        assertThat(rest(text, 5)).startsWith("\"x\"");
        assertThat(search.value(2)).isEqualTo(-1);
        assertThat(search.value(4)).isEqualTo(-1);
    }

    @Test
    void isNotFooledByWordsInsideATextAndByValues() {
        Bytes text = Bytes.of("{\"a\":\"\\\"usage\\\":{}\",\"b\":\"error\",\"c\":[\"use\"]}");

        search.in(text);

        assertThat(search.value(0)).isEqualTo(-1);
        assertThat(search.value(1)).isEqualTo(-1);
        assertThat(search.value(2)).isEqualTo(-1);
    }

    @Test
    void staysInsideItsWindow() {
        byte[] array = "{\"use\":1},{\"error\":2},{\"usage\":3}".getBytes(StandardCharsets.UTF_8);

        search.in(new Bytes(array, 10, 20));

        assertThat(search.value(0)).isEqualTo(-1);
        assertThat(search.value(1)).isEqualTo(-1);
        assertThat(search.value(2)).isEqualTo(19);
    }

    @Test
    void forgetsWhatATextBeforeHeld() {
        search.in(Bytes.of("{\"use\":1}"));

        search.in(Bytes.of("{\"e\":1}"));

        assertThat(search.value(1)).isEqualTo(-1);
        assertThat(search.value(3)).isEqualTo(5);
    }

    @Test
    void findsWhatOneSearchPerNameFinds() {
        Random random = new Random(7);
        String alphabet = "\"\"\"\\:: ,{}_eus\u00ff";

        for (int round = 0; round < 20_000; round++) {
            StringBuilder made = new StringBuilder();
            while (made.length() < random.nextInt(60)) {
                made.append(
                        random.nextInt(3) == 0
                                ? '"' + WORDS.get(random.nextInt(WORDS.size())) + "\":"
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] array = made.toString().getBytes(StandardCharsets.UTF_8);
            Bytes text = new Bytes(array, random.nextInt(array.length + 1), array.length);
            search.in(text);
            for (int name = 0; name < WORDS.size(); name++) {
                assertThat(search.value(name))
                        .as("%s in %s", WORDS.get(name), text.text())
                        .isEqualTo(ByteSearch.member(WORDS.get(name)).value(text, text.from()));
            }
        }
    }

    private String rest(Bytes text, int name) {
        return text.slice(search.value(name), text.length()).text();
    }
}
