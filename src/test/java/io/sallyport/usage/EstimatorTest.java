package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class EstimatorTest {
    private final Estimator estimator = new Estimator();

    @Test
    @Tag("US6")
    void countsWithTheVocabularyOnceItIsThere() {
        long before = estimator.tokens("Hello, how are you today?");

        estimator.load();
        long after = estimator.tokens("Hello, how are you today?");

        assertThat(before).isEqualTo(7);
        assertThat(after).isEqualTo(7);
        assertThat(estimator.tokens("incomprehensibilities")).isLessThan(6);
    }

    @Test
    void believesAReportedZero() {
        TokenUsage zero = new TokenUsage(5, 0, 0, 0, 0, Source.REPORTED);

        TokenUsage usage = estimator.settle(Optional.of(zero), 4_000, "some text");

        assertThat(usage).isEqualTo(zero);
        assertThat(estimator.refused()).isZero();
    }

    @Test
    @Tag("Q8")
    void marksWhatItCountedItself() {
        TokenUsage usage = estimator.settle(Optional.empty(), 4_001, 398);

        assertThat(usage).isEqualTo(new TokenUsage(1_001, 0, 0, 100, 0, Source.ESTIMATED));
    }

    @Test
    @Tag("Q11")
    void refusesAnAbsurdReportAndCountsIt() {
        TokenUsage absurd = new TokenUsage(10, 0, 0, 1_000_000_001, 0, Source.REPORTED);

        TokenUsage usage = estimator.settle(Optional.of(absurd), 40, 40);

        assertThat(usage.source()).isEqualTo(Source.ESTIMATED);
        assertThat(usage.output()).isEqualTo(10);
        assertThat(estimator.refused()).isEqualTo(1);
    }

    @Test
    void takesSpecialWordsOfTheVocabularyAsOrdinaryText() {
        estimator.load();

        long tokens = estimator.tokens("<|endoftext|>");

        assertThat(tokens).isGreaterThan(1);
    }
}
