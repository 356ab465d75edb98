package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls through Open WebUI, and what is kept of them and of whoever sat before it.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("ID52")
final class EndUserTest {
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hello"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private static final Map<String, String> CAROL = Map.of(
            "X-OpenWebUI-User-Id", "17",
            "X-OpenWebUI-User-Name", "Carol%20%C3%98rsted%0A%E2%80%AE",
            "X-OpenWebUI-User-Email", "carol@example.org",
            "X-OpenWebUI-User-Role", "user",
            "X-OpenWebUI-Chat-Id", "chat-9");

    private static final String BODIES = """
            select l.backend_profile_id from request_content c join request_log l on l.id = c.request_id
            """;

    private static final String TRUSTING = "\"openwebui_headers\":true";
    private static final String OPTED_IN = ",\"openwebui_opt_in\":true";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("open", upstream.url())
            .alias("chat", "open/m")
            .section("keys", Json.object().put("reveal", "owner"))
            .word("content_capture", "full")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person ada = Person.in(gateway, "ada@example.org");
    private int calls;

    /// Calls are written behind their answers; none may meet the next test.
    @AfterEach
    void forgets() {
        gateway.settled(calls);
        calls = 0;
        upstream.forget();
        gateway.forgetCalls();
    }

    @AfterAll
    void closes() {
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("ID53")
    @Tag("AU5")
    void keepsWhomATrustedForwarderNames() {
        Made key = make(profile("Trusting", TRUSTING), OPTED_IN);

        call(key, CAROL);
        Json row = onlyRow();

        assertThat(row.get("end_user_id").text()).isEqualTo("17");
        assertThat(row.get("end_user_name").text()).isEqualTo("Carol Ørsted");
        assertThat(row.get("end_user_email").text()).isEqualTo("carol@example.org");
        assertThat(row.get("end_user_role").text()).isEqualTo("user");
        assertThat(row.get("end_user_chat").text()).isEqualTo("chat-9");
        assertThat(row.get("user_id").text()).isEqualTo(ada.user().id().value());
        assertThat(row.get("backend_profile_id").text()).isEqualTo(key.profile());
        assertThat(gateway.database().rows("select end_user, backend_profile_id, user_id from usage_record"))
                .containsExactly(List.of("17", key.profile(), ada.user().id().value()));
    }

    @Test
    void findsCallsByEndUserAndBackendProfile() {
        Made key = make(profile("Found", TRUSTING), OPTED_IN);
        call(key, CAROL);
        call(key, Map.of());
        gateway.settled(2);

        assertThat(count("?end_user=17")).isEqualTo(1);
        assertThat(count("?end_user_email=carol@example.org")).isEqualTo(1);
        assertThat(count("?end_user=18")).isZero();
        assertThat(count("?backend_profile=" + key.profile())).isEqualTo(2);
        assertThat(count("?backend_profile=other")).isZero();
    }

    @Test
    @Tag("SE12")
    void believesNobodyUnlessBackendProfileAndKeyBothSaySo() {
        String trusting = profile("Half", TRUSTING);

        call(make(profile("Silent", "\"max_keys_per_user\":9"), ""), CAROL);
        call(make(trusting, ""), CAROL);
        call(new Made("", GatewayHarness.KEY, ""), CAROL);
        gateway.settled(3);

        assertThat(
                        gateway.database()
                                .rows(
                                        "select id from request_log where end_user_id is not null"
                                                + " or end_user_name is not null or end_user_email is not null or end_user_chat is not null"))
                .isEmpty();
        assertThat(gateway.database().rows("select headers from request_log").toString())
                .doesNotContain("carol@example.org", "Carol");
    }

    @Test
    @Tag("SE12")
    void stopsBelievingWithTheNextCallOnceTheKeyNoLongerOptsIn() {
        Made key = make(profile("Leaving", TRUSTING), OPTED_IN);
        ada.send("PUT", "/api/keys/" + key.id(), "{\"openwebui_opt_in\":false}");

        call(key, CAROL);
        Json row = onlyRow();

        assertThat(row.get("end_user_email").isPresent()).isFalse();
        assertThat(row.get("user_id").text()).isEqualTo(ada.user().id().value());
    }

    @Test
    @Tag("P05")
    void givesNobodyMoreRightsByANameItIsTold() {
        Made key = make(profile("Naming", TRUSTING), OPTED_IN);
        Map<String, String> root = Map.of(
                "X-OpenWebUI-User-Email", "root@example.org",
                "X-OpenWebUI-User-Role", "admin",
                "X_OpenWebUI_User_Id", "smuggled",
                "X-Tenant-Id", "another");

        call(key, root);
        Json row = onlyRow();

        assertThat(row.get("end_user_email").text()).isEqualTo("root@example.org");
        assertThat(row.get("end_user_id").isPresent()).isFalse();
        assertThat(row.get("user_id").text()).isEqualTo(ada.user().id().value());
        assertThat(post("/admin/api/keys", key, root, "{\"display_name\":\"mine\"}"))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-OpenWebUI-User-Email: a@example.org, b@example.org",
                "X-OpenWebUI-User-Email: a@example.org\r\nX-OpenWebUI-User-Email: b@example.org",
                "X-OpenWebUI-User-Id: 17\r\nx-openwebui-user-id: 18",
                "X-OpenWebUI-User-Name: %s"
            })
    @Tag("P05")
    void refusesATrustedForwarderThatNamesNobodyOrSeveral(String lines) {
        Made key = make(profile("Malformed " + lines.hashCode(), TRUSTING), OPTED_IN);
        String body = "{\"model\":\"chat\",\"messages\":[]}";

        calls++;
        try (RawHttp forwarder = RawHttp.to(gateway.url().getPort())) {
            RawHttp.Reply answer = forwarder
                    .send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                            + "authorization: Bearer " + key.text() + "\r\n" + lines.formatted("x".repeat(10_240))
                            + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                    .reply();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("must name one end user");
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    @Tag("DD30")
    void sendsTheNameOfTheEndUserToNoBackend() {
        call(make(profile("Quiet", TRUSTING), OPTED_IN), CAROL);

        assertThat(upstream.requests())
                .singleElement()
                .satisfies(received -> assertThat(received.headers())
                        .noneMatch(
                                header -> header.name().toLowerCase(Locale.ROOT).startsWith("x-openwebui")));
    }

    @Test
    @Tag("PO4")
    void keepsContentOnlyWhereTheBackendProfileWantsIt() {
        Made without = make(profile("No bodies", "\"content_audit\":false"), "");
        Made with = make(profile("Bodies", "\"content_audit\":true"), "");

        call(without, Map.of());
        call(with, Map.of());

        assertThat(profilesOfBodies()).containsExactly(List.of(with.profile()));
        assertThat(count("?backend_profile=" + without.profile())).isEqualTo(1);
    }

    @Test
    @Tag("PO3")
    void keepsNoFactsOfTheClientWithoutMetadataAudit() {
        Map<String, String> headers = new HashMap<>(CAROL);
        headers.put("user-agent", "canary-agent");
        headers.put("x-session-id", "canary-session");
        headers.put("x-request-id", "canary-request");

        call(make(profile("Unseen", TRUSTING + ",\"metadata_audit\":false"), OPTED_IN), headers);

        assertThat(gateway.settled(1)).singleElement().satisfies(call -> {
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.inputTokens()).isEqualTo(1);
        });
        assertThat(gateway.database().rows("select * from request_log").toString())
                .doesNotContain("canary", "carol", "127.0.0.1");
        assertThat(gateway.database().rows("select end_user from usage_record").toString())
                .doesNotContain("17");
    }

    /// A key that was made, and where it belongs.
    private record Made(String id, String text, String profile) {}

    private String profile(String name, String more) {
        return Json.parse(operator.post(
                                "/admin/api/profiles",
                                "{\"name\":\"" + name + "\",\"backends\":[\"open\"]," + more + "}")
                        .body())
                .get("id")
                .text();
    }

    private Made make(String profile, String more) {
        HttpResponse<String> answer =
                ada.post("/api/keys", "{\"name\":\"webui\",\"profile\":\"" + profile + "\"" + more + "}");
        Json made = Json.parse(answer.body());
        return new Made(made.path("key.id").text(), made.get("api_key").text(), profile);
    }

    private void call(Made key, Map<String, String> headers) {
        calls++;
        String body = "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        assertThat(post("/v1/chat/completions", key, headers, body)).isEqualTo(200);
    }

    /// The status of the answer.
    private int post(String path, Made key, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", "Bearer " + key.text());
        try (SseClient client = SseClient.post(gateway.url().resolve(path), all, body)) {
            return client.status();
        }
    }

    private Json onlyRow() {
        gateway.settled(1);
        return operator.read("/admin/api/requests").get("data").elements().getFirst();
    }

    private int count(String query) {
        return operator.read("/admin/api/requests" + query)
                .get("data")
                .elements()
                .size();
    }

    /// The backend profiles of calls whose bodies were kept, once there is one.
    private List<List<String>> profilesOfBodies() {
        gateway.settled(2);
        return Installation.rows(gateway.database(), BODIES, 1);
    }
}
