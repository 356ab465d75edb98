package io.sallyport.guardrail.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.Detector;
import io.sallyport.guardrail.Finding;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Substitute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How much the built-in detectors find, and how much they find that is nothing, in sentences of our own.
///
/// It prints what `docs/guides/guardrails.md` tells.
@Tag("GU13")
final class GuardCorpusTest {
    private static final double SURE = 0.75;

    private final Detector detector = new Detector(PersonalRecords.of(
            Set.of("email", "payment_card", "iban", "phone", "ip_address", "national_id", "secret"),
            List.of("DE", "US")));

    @Test
    void findsEveryValueInEverySentence() {
        Map<String, Tally> tallies = new TreeMap<>();
        List<String> missed = new ArrayList<>();

        for (String line : lines("values.txt")) {
            String kind = line.substring(0, line.indexOf(' '));
            String value = line.substring(line.indexOf(' ') + 1);
            for (String sentence : lines("sentences.txt")) {
                String text = sentence.replace("{}", value);
                boolean found = isMasked(text, core(value));
                tallies.computeIfAbsent(kind, none -> new Tally()).count(found);
                if (!found) {
                    missed.add(kind + ": " + text + " -> " + detector.mask(text, Substitute.LABEL));
                }
            }
        }

        tallies.forEach((kind, tally) -> System.out.println("recall " + kind + " " + tally));
        assertThat(missed).isEmpty();
    }

    @Test
    void findsNothingWhereNothingIs() {
        List<String> wrong = new ArrayList<>();
        List<String> plain = lines("plain.txt");

        for (String line : plain) {
            List<Finding> findings = detector.findings(line);
            if (!findings.isEmpty()) {
                wrong.add(line + " -> " + findings);
            }
        }

        System.out.println("false positives " + wrong.size() + " of " + plain.size() + " plain lines");
        assertThat(wrong).isEmpty();
    }

    @Test
    @Tag("O01")
    void leaksNothingHoweverAStreamIsCut() {
        for (String line : lines("values.txt")) {
            String text = "so " + line.substring(line.indexOf(' ') + 1) + " it is";
            String whole = detector.mask(text, Substitute.LABEL);
            for (int cut = 0; cut <= text.length(); cut++) {
                StreamMask mask = detector.stream(Substitute.LABEL);
                String told = mask.push(text.substring(0, cut)) + mask.push(text.substring(cut)) + mask.end();
                assertThat(told).as("%s cut at %d", text, cut).isEqualTo(whole);
            }
        }
    }

    @Test
    @Tag("GU15")
    void tellsInjectionsFromQuestions() {
        Phrases phrases = Phrases.injection(Set.of());
        Tally found = new Tally();
        Tally wrong = new Tally();
        List<String> mistakes = new ArrayList<>();

        for (String line : lines("injection.txt")) {
            boolean suspected = phrases.suspect(line.substring(2)).reaches(SURE);
            boolean meant = line.startsWith("+");
            (meant ? found : wrong).count(suspected);
            if (suspected != meant) {
                mistakes.add(line + " " + phrases.suspect(line.substring(2)));
            }
        }

        System.out.println("recall injection " + found + ", false positives " + wrong);
        mistakes.forEach(System.out::println);
        assertThat(found.share()).isGreaterThanOrEqualTo(0.95);
        assertThat(wrong.share()).isLessThanOrEqualTo(0.02);
    }

    /// Whether each place of the value is inside of something that was found.
    private boolean isMasked(String text, String value) {
        List<Finding> findings = detector.findings(text);
        int from = text.indexOf(value);
        while (from >= 0) {
            int start = from;
            int end = from + value.length();
            boolean covered = findings.stream().anyMatch(finding -> finding.from() <= start && finding.to() >= end);
            if (!covered) {
                return false;
            }
            from = text.indexOf(value, end);
        }
        return true;
    }

    /// The value without the word that says what it is.
    private static String core(String value) {
        String bare = value.replaceFirst("^(SSN|SIN|NHS|NIF|BSN|CPR|TFN) ", "")
                .replaceFirst("^(api_key=\"|password: |Authorization: Bearer |https://)", "");
        return bare.replaceFirst("\"$|@db\\.example$", "");
    }

    private static List<String> lines(String file) {
        try (InputStream in =
                Objects.requireNonNull(GuardCorpusTest.class.getResourceAsStream("/guardrail/corpus/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Tally {
        private int hits;
        private int all;

        void count(boolean hit) {
            hits += hit ? 1 : 0;
            all++;
        }

        double share() {
            return (double) hits / all;
        }

        @Override
        public String toString() {
            return hits + " of " + all;
        }
    }
}
