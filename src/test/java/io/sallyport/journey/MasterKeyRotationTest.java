package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The master key of instances is changed without a pause: the new one is given beside the old one, everything
/// is sealed anew, the old one is forgotten.
@Tag("NOKEY")
@Timeout(120)
final class MasterKeyRotationTest {
    private static final String OLD = "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String NEW = "2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String CREDENTIAL = "sk-kept-for-a-backend-4711";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("hi")));
    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void needsTheOldKeyNoLongerOnceEverythingIsSealedAnew() {
        try (GatewayHarness old = gateway(OLD)) {
            assertThat(Person.operator(old, "root@example.org")
                            .post("/admin/api/backends", """
                            {"name":"kept","kind":"openai_compatible","base_url":"%s","api_key":"%s",
                             "headers":{"x-house":"ours"}}""".formatted(upstream.url(), CREDENTIAL)))
                    .satisfies(made -> assertThat(made.statusCode()).isEqualTo(201));
            try (GatewayHarness both = gateway(NEW + ',' + OLD)) {
                Ended first = reseal(both);
                Ended second = reseal(both);

                assertThat(first.code()).isZero();
                assertThat(first.output())
                        .containsPattern("backend.credential +1 +0\n")
                        .containsPattern("backend.headers +1 +0\n");
                assertThat(second).isEqualTo(new Ended(0, "Everything is sealed under the newest master key.\n"));
                assertUsed(both);
            }
        }
        try (GatewayHarness next = gateway(NEW)) {
            assertUsed(next);
        }
        assertThat(database.rows("select left(credential, 5), left(headers, 5) from backend where name = 'kept'"))
                .containsExactly(List.of("s1.2.", "s1.2."));
    }

    @Test
    void saysWhatCannotBeOpenedAndGoesOn() {
        try (GatewayHarness old = gateway(OLD)) {
            Person operator = Person.operator(old, "root@example.org");
            for (String name : List.of("first", "second")) {
                operator.post("/admin/api/backends", """
                        {"name":"%s","kind":"openai_compatible","base_url":"%s","api_key":"%s"}""".formatted(name, upstream.url(), CREDENTIAL));
            }
        }
        database.execute("update backend set credential = 's1.7.AAAA.BBBB' where name = 'first'");
        try (GatewayHarness both = gateway(NEW + ',' + OLD)) {
            Ended done = reseal(both);

            assertThat(done.code()).isEqualTo(1);
            assertThat(done.output()).containsPattern("backend.credential +1 +1\n");
        }
    }

    private static Ended reseal(GatewayHarness gateway) {
        return Commands.run(
                Map.of(),
                "master-key",
                "reseal",
                "--base-url",
                gateway.url().toString(),
                "--admin-key",
                GatewayHarness.ADMIN_KEY);
    }

    private GatewayHarness gateway(String masterKeys) {
        return GatewayHarness.with()
                .masterKeys(masterKeys)
                .backend("spare", upstream.url())
                .startOn(database);
    }

    private void assertUsed(GatewayHarness gateway) {
        upstream.forget();
        try (SseClient answer = gateway.chat("kept/m", "")) {
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(upstream.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("authorization")).contains("Bearer " + CREDENTIAL);
            assertThat(request.header("x-house")).contains("ours");
        });
    }
}
