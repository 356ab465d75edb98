package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.testkit.UsedCalls;
import io.sallyport.usage.ProviderBills.Drift;
import io.sallyport.usage.ProviderBills.Origin;
import java.io.StringReader;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProviderBillsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final String USAGE = "start_time_iso,num_model_requests,model,input_tokens,output_tokens\n";
    private static final String COST = "start_time_iso,amount_value,amount_currency,line_item\n";

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final ProviderBills bills = new ProviderBills(database.database(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void setsTheirsBesideOurs() {
        UsedCalls.at("2026-11-20T23:59:00Z").times(2).in(database);
        UsedCalls.at("2026-11-21T00:00:00Z").in(database);
        take("a", USAGE + "2026-11-20T00:00:00Z,2,gpt-4o-2024-08-06,240,100\n");
        take("b", COST + "2026-11-20T00:00:00Z,0.000003,usd,\"gpt-4o-2024-08-06, input\"\n");

        List<Drift> drift = bills.drift(DAY, DAY.plusDays(1));

        assertThat(drift).singleElement().satisfies(line -> {
            assertThat(line.model()).isEqualTo("gpt-4o");
            assertThat(line.theirCalls()).contains(2L);
            assertThat(line.ourCalls()).isEqualTo(2);
            assertThat(line.theirPromptTokens()).contains(240L);
            assertThat(line.ourPromptTokens()).isEqualTo(240);
            assertThat(line.theirOutputTokens()).contains(line.ourOutputTokens());
            assertThat(line.theirCost()).hasToString("Optional[0.000003]");
            assertThat(line.ourCost()).hasToString("0.000002");
        });
    }

    @Test
    void showsWhatOnlyOneSideKnows() {
        UsedCalls.at("2026-11-20T12:00:00Z").with("upstream_model", "ours").in(database);
        take("a", USAGE + "2026-11-20T00:00:00Z,1,theirs,10,10\n");

        List<Drift> drift = bills.drift(DAY, DAY);

        assertThat(drift).extracting(Drift::model).containsExactly("ours", "theirs");
        assertThat(drift.getFirst().theirCalls()).isEmpty();
        assertThat(drift.getLast().ourCalls()).isZero();
    }

    @Test
    void countsAFileOnceAndTheLastWordOnADay() {
        boolean first = take("a", USAGE + "2026-11-20T00:00:00Z,1,m,10,10\n");
        boolean again = take("a", USAGE + "2026-11-20T00:00:00Z,1,m,10,10\n");
        clock.move(Duration.ofHours(1));
        take("b", USAGE + "2026-11-20T00:00:00Z,7,m,70,70\n");

        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(bills.drift(DAY, DAY))
                .singleElement()
                .satisfies(line -> assertThat(line.theirCalls()).contains(7L));
        assertThat(bills.imports()).hasSize(2);
    }

    @Test
    void keepsTheLinesItCouldNotRead() {
        take("a", USAGE + "today,1,m,10,10\n");

        assertThat(bills.imports()).singleElement().satisfies(one -> {
            assertThat(one.problems()).isEqualTo(1);
            assertThat(one.firstDay()).isEmpty();
        });
        assertThat(database.rows("select line, text from usage_import_problem"))
                .containsExactly(List.of("2", "today,1,m,10,10"));
    }

    private boolean take(String digest, String file) {
        return bills.take(
                new Origin(digest.repeat(64), "export.csv", "test"),
                ProviderExport.read(new StringReader(file), "openai"));
    }
}
