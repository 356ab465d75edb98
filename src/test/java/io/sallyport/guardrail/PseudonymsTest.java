package io.sallyport.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.builtin.PersonalRecords;
import io.sallyport.json.Json;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O19")
final class PseudonymsTest {
    private static final String ASKED = "Write to jo@example.com and ann@example.com, then to jo@example.com again.";

    private final Detector detector = new Detector(PersonalRecords.of(Set.of("email", "secret"), List.of()));

    @Test
    void givesOneValueOneWordAndTurnsItBack() {
        Pseudonyms pseudonyms = Pseudonyms.unknownTo(List.of(ASKED));

        String masked = detector.mask(ASKED, pseudonyms);

        assertThat(masked)
                .doesNotContain("example")
                .matches("Write to (\\[EMAIL_1_\\w+]) and \\[EMAIL_2_\\w+], then to \\1 again\\.");
        assertThat(pseudonyms.restore(masked)).isEqualTo(ASKED);
    }

    @Test
    void turnsAStreamBackHoweverItIsCut() {
        Pseudonyms pseudonyms = Pseudonyms.unknownTo(List.of(ASKED));
        String masked = "[a] [[" + detector.mask(ASKED, pseudonyms) + " [EMAIL_1_";

        for (int cut = 0; cut <= masked.length(); cut++) {
            Restoring restoring = pseudonyms.restoring();
            String told =
                    restoring.push(masked.substring(0, cut)) + restoring.push(masked.substring(cut)) + restoring.end();
            assertThat(told).isEqualTo("[a] [[" + ASKED + " [EMAIL_1_");
        }
    }

    @Test
    void turnsBackNoWordOfAnotherRequest() {
        String theirs = detector.mask("jo@example.com", Pseudonyms.unknownTo(List.of()));
        Pseudonyms ours = Pseudonyms.unknownTo(List.of(theirs));
        detector.mask("ann@example.com", ours);

        assertThat(ours.restore("tell me " + theirs)).isEqualTo("tell me " + theirs);
    }

    @Test
    void usesNoMarkThatStandsInTheRequest() {
        String first = detector.mask("jo@example.com", Pseudonyms.unknownTo(List.of(), new Random(1)));

        String second = detector.mask("jo@example.com", Pseudonyms.unknownTo(List.of(first), new Random(1)));

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void bringsBackAllOfWhatIsLongerThanAWindow() {
        String text = "token eyJ" + "hbGciOiJIUzI1NiJ9".repeat(70) + " end";
        Pseudonyms pseudonyms = Pseudonyms.unknownTo(List.of(text));

        String masked = detector.mask(text, pseudonyms);

        assertThat(masked).doesNotContain("hbGci");
        assertThat(pseudonyms.restore(masked)).isEqualTo(text);
    }

    @Test
    void writesValuesAsTheChannelNeedsThem() {
        Pseudonyms pseudonyms = Pseudonyms.unknownTo(List.of());
        String word = pseudonyms.of("name", "Jo \"the\" Doe");

        Restoring restoring = pseudonyms.restoring(PseudonymsTest::inString);

        assertThat(restoring.push("{\"to\":\"" + word + "\"}") + restoring.end())
                .isEqualTo("{\"to\":\"Jo \\\"the\\\" Doe\"}");
    }

    private static String inString(String value) {
        StringBuilder quoted = new StringBuilder();
        Json.quote(value, quoted);
        return quoted.substring(1, quoted.length() - 1);
    }
}
