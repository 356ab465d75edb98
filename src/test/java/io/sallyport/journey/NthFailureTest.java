package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.Database;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.DisplayName;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What others answer breaks off a little later each time, until all of it arrives: nothing is ever half done.
@Tag("F27")
final class NthFailureTest {
    private static final int STEP = 40;
    private static final int MOST = 400;

    @Test
    void aChangeIsThereWholeOrNotAtAllWhereverTheDatabaseBreaksOff() {
        try (TestDatabase truth = TestDatabase.migrated();
                FaultProxy way = FaultProxy.before(truth.port())) {
            int broken = 0;
            boolean clean = false;
            for (int n = 1; !clean && n < MOST; n++) {
                way.fault(new FaultProxy.ResetAfter((long) n * STEP));
                Counted before = Counted.in(truth);
                try (Database database = Database.open(through(truth, way), DatabaseSettings.DEFAULTS)) {
                    var _ = new Tenants(database, Clock.systemUTC()).create(new DisplayName("Tenant " + n), "admin");
                    clean = true;
                } catch (RuntimeException e) {
                    broken++;
                }
                // What was not answered may have been done; but then all of it was.
                Counted after = Counted.in(truth);
                assertThat(after.changes() - before.changes())
                        .as("n = %s", n)
                        .isEqualTo(after.tenants() - before.tenants());
            }

            assertThat(clean).isTrue();
            assertThat(broken).isGreaterThan(5);
        }
    }

    @Test
    void aCallGivesBackWhatItHeldWhereverTheBackendBreaksOff() throws IOException {
        String answer = ChatWords.answer("all of it");
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, answer));
                FaultProxy way = FaultProxy.before(upstream.url().getPort());
                GatewayHarness gateway = GatewayHarness.with()
                        .restless()
                        .backend("one", URI.create("http://127.0.0.1:" + way.port()))
                        .alias("chat", "one/m")
                        .section("rate_limits", Json.object().put("parallel_requests_key", 1))
                        .start();
                Passerby anybody = new Passerby(gateway.url())) {
            int calls = 0;
            int broken = 0;
            int status = 0;
            while (status != 200 && calls < MOST) {
                calls++;
                way.fault(new FaultProxy.ResetAfter((long) calls * STEP));
                way.resetAll();
                HttpResponse<String> heard = anybody.post(
                        "/v1/chat/completions",
                        ChatWords.question("chat"),
                        "authorization",
                        "Bearer " + GatewayHarness.KEY);
                status = heard.statusCode();
                broken += status == 200 ? 0 : 1;

                assertThat(List.of(200, 502, 503, 504)).as("call %s", calls).contains(status);
                assertThat(isWhole(heard.body()))
                        .as("call %s: %s", calls, heard.body())
                        .isTrue();
            }
            gateway.settled(calls);

            assertThat(status).isEqualTo(200);
            assertThat(broken).isPositive();
        }
    }

    private static boolean isWhole(String body) {
        try {
            return Json.parse(body).isObject();
        } catch (JsonProblem e) {
            return false;
        }
    }

    private static DatabaseAddress through(TestDatabase database, FaultProxy way) {
        String url = database.address().url();
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + way.port() + url.substring(url.lastIndexOf('/')),
                database.address().user(),
                database.address().password());
    }

    /// Tenants and changes of tenants, counted at one moment: what broke off may still be on its way.
    private record Counted(long tenants, long changes) {
        static Counted in(TestDatabase database) {
            List<String> row = database.rows("select count(*), (select coalesce(sum(version), 0) from change_version"
                            + " where topic = 'tenants') from tenant where name like 'Tenant %'")
                    .getFirst();
            return new Counted(Long.parseLong(row.getFirst()), Long.parseLong(row.getLast()));
        }
    }
}
