package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A database that is full, or older than it was.
@Timeout(240)
final class DatabaseTroubleTest {
    private static final String KEYS = "/admin/api/keys";

    /// What PostgreSQL answers to whoever writes while its disk is full.
    private static final String DISK_FULL = """
            create function sallyport.full_disk() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
            create trigger full_disk before insert or update on sallyport.api_key
              for each statement execute function sallyport.full_disk();
            """;

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("F07")
    void readsAndServesWhileItCannotWriteAndRecoversByItself() {
        gateway.database().execute(DISK_FULL);
        HttpResponse<String> refused = issue();
        int read = operator.get(KEYS).statusCode();
        int served;
        try (SseClient call = gateway.chat("chat", "")) {
            served = call.status();
        }
        gateway.database().execute("drop trigger full_disk on sallyport.api_key");

        HttpResponse<String> afterwards = issue();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("state_store_unavailable");
        assertThat(refused.body()).doesNotContain("device");
        assertThat(read).isEqualTo(200);
        assertThat(served).isEqualTo(200);
        assertThat(afterwards.statusCode()).isEqualTo(201);
    }

    @Test
    @Tag("F09")
    void isNotReadyOnceTheDatabaseIsOlderThanItWas() {
        issue();
        int before = readinessOnce(200);

        int after = readinessOnceOlder();

        assertThat(before).isEqualTo(200);
        assertThat(after).isEqualTo(503);
        assertThat(operator.get("/api/health").body()).contains("older than before");
    }

    @Test
    @Tag("F09")
    void isReadyAgainOnceAnOperatorSaysThatItIsMeant() {
        issue();
        int older = readinessOnceOlder();

        HttpResponse<String> acknowledged = operator.post("/admin/api/database/acknowledge", "");

        assertThat(older).isEqualTo(503);
        assertThat(Json.parse(acknowledged.body()).get("older").bool()).isTrue();
        assertThat(readinessOnce(200)).isEqualTo(200);
    }

    /// The status of the answer for load balancers, once it is this one or the time is over.
    private int readinessOnce(int wanted) {
        return Await.answer(this::readiness, status -> status == wanted);
    }

    private HttpResponse<String> issue() {
        return operator.post(KEYS, "{\"display_name\":\"any\"}");
    }

    /// The status of the answer for load balancers.
    private int readiness() {
        return operator.get("/api/health").statusCode();
    }

    /// The gateway looks from time to time, so it may have to become older more than once.
    private int readinessOnceOlder() {
        return Await.answer(
                () -> {
                    issue();
                    gateway.database().execute("update sallyport.change_version set version = 0 where topic = 'keys'");
                    return readiness();
                },
                status -> status == 503);
    }
}
