package io.sallyport.provider.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class RankingTest {

    @Test
    void ordersDocumentsByTheWordsOfTheQuestion() {
        Ranking ranking =
                Ranking.of(Json.of("Red cars"), Json.parse("[\"green trees\",{\"text\":\"cars, red\"},\"red roses\"]"));

        assertThat(ranking.best(2)).containsExactly(1, 2);
        assertThat(ranking.scores()).containsExactly(BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal("0.5"));
    }
}
