package io.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MemberNamesTest {
    private static final int WIDTH = 5;

    @Test
    @Tag("B05")
    void looksAboutAsOftenPerMemberInALargeObjectAsInASmallOne() {
        MemberNames names = names(4_096);

        int mark = names.open();
        int added =
                (int) IntStream.range(0, 4_096).filter(i -> add(names, mark, i)).count();

        assertThat(added).isEqualTo(4_096);
        assertThat(names.looks()).isLessThan(4 * 4_096);
    }

    @Test
    void findsEveryNameOfALargeObjectAgain() {
        MemberNames names = names(4_000);
        int mark = names.open();
        IntStream.range(0, 4_000).forEach(i -> add(names, mark, i));

        long twice =
                IntStream.range(0, 90).filter(i -> !add(names, mark, i * 44)).count();

        assertThat(twice).isEqualTo(90);
    }

    /// Random objects in objects, beside a plain set per object that says what is right.
    @Test
    void agreesWithASetPerObjectHoweverObjectsStandInEachOther() {
        Random random = new Random(4711);
        MemberNames names = names(300);

        IntStream.range(0, 40).forEach(_ -> walk(names, random, 0));

        assertThat(names.open()).isZero();
    }

    private static void walk(MemberNames names, Random random, int depth) {
        int mark = names.open();
        Set<Integer> right = new HashSet<>();
        for (int i = random.nextInt(120); i > 0; i--) {
            int name = random.nextInt(300);
            assertThat(add(names, mark, name)).isEqualTo(right.add(name));
            if (depth < 4 && random.nextInt(25) == 0) {
                walk(names, random, depth + 1);
            }
        }
        names.close(mark);
    }

    private static boolean add(MemberNames names, int mark, int number) {
        return names.add(mark, number * WIDTH, (number + 1) * WIDTH, false);
    }

    /// Names of five digits each, one after the other.
    private static MemberNames names(int count) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, count).forEach(i -> text.append(String.format(Locale.ROOT, "%05d", i)));
        return new MemberNames(text.toString().getBytes(StandardCharsets.US_ASCII), 1);
    }
}
