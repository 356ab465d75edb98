package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class EstimatorTest {
    private static final Bytes WORD = Bytes.of("incomprehensibilities, incomprehensibilities");

    private final Estimator estimator = Estimator.open();

    @Test
    @Tag("US6")
    void countsWithTheVocabularyOnceItIsThere() {
        long before = estimator.estimate(WORD, 0).input();

        estimator.load();
        long after = estimator.estimate(WORD, 0).input();

        assertThat(before).isEqualTo(11);
        assertThat(after).isEqualTo(10);
    }

    @Test
    @Tag("Q8")
    void marksWhatItCountedItself() {
        TokenUsage usage = estimator.estimate(Bytes.of("x".repeat(40_001)), 398);

        assertThat(usage).isEqualTo(new TokenUsage(10_001, 0, 0, 100, 0, Source.ESTIMATED));
    }

    @Test
    void believesAReportedZero() {
        TokenUsage zero = new TokenUsage(5, 0, 0, 0, 0, Source.REPORTED);

        assertThat(estimator.believed(Optional.of(zero))).contains(zero);
        assertThat(estimator.refused()).isZero();
    }

    @Test
    @Tag("Q11")
    void refusesAnAbsurdReportAndCountsIt() {
        TokenUsage absurd = new TokenUsage(10, 0, 0, 1_000_000_001, 0, Source.REPORTED);

        assertThat(estimator.believed(Optional.of(absurd))).isEmpty();
        assertThat(estimator.refused()).isEqualTo(1);
    }

    @Test
    void takesSpecialWordsOfTheVocabularyAsOrdinaryText() {
        estimator.load();

        TokenUsage usage = estimator.estimate(Bytes.of("<|endoftext|>"), 0);

        assertThat(usage.input()).isGreaterThan(1);
    }
}
