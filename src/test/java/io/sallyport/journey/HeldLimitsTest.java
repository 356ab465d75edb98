package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Person;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What people and operators are told about limits, as JSON. Ada calls three times, which is all her key may in a day;
/// Bob calls once.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("UP6")
final class HeldLimitsTest {
    private final LimitHouse house = new LimitHouse();
    private final Person root = Person.operator(house.gateway(), "root@example.org");
    private final Person ada = house.person("ada");
    private final Person bob = house.person("bob");
    private final Json laptop = LimitHouse.key(ada, "laptop");
    private final Json phone = LimitHouse.key(ada, "phone");
    private final Json desk = LimitHouse.key(bob, "desk");

    @BeforeAll
    void call() {
        for (int i = 0; i < 3; i++) {
            assertThat(house.call(laptop)).isEqualTo(200);
        }
        assertThat(house.call(desk)).isEqualTo(200);
        LimitHouse.eventually(
                ada,
                "/api/limits",
                limits -> LimitHouse.named(limits, "Team budget")
                        .get("used")
                        .text()
                        .equals("0.048"));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    @Tag("UP4")
    void tellsPeopleHowEveryLimitOfTheirKeysStands() {
        List<Json> limits = ada.read("/api/limits").get("data").elements();

        Json day = limits.getFirst();
        assertThat(day.get("name").text()).isEqualTo("Calls of a day");
        assertThat(day.get("left").text()).isEqualTo("0");
        assertThat(day.get("blocked").bool()).isTrue();
        assertThat(day.get("shared").bool()).isFalse();
        assertThat(day.get("keys").elements()).extracting(Json::text).containsExactly(id(laptop));
        assertThat(limits).extracting(limit -> limit.get("name").text()).contains("Not too fast", "Quota of Everyday");
        Json words = LimitHouse.named(limits, "Words for chat");
        assertThat(words.get("used").text()).isEqualTo("36");
        assertThat(words.get("model").text()).isEqualTo("chat");
        assertThat(words.get("keys").elements()).hasSize(2);
    }

    @Test
    @Tag("J19")
    void tellsOfSharedLimitsTheSumAndNobody() {
        Json budget = LimitHouse.named(ada.read("/api/limits").get("data").elements(), "Team budget");
        String everything = ada.get("/api/limits").body();

        assertThat(budget.get("shared").bool()).isTrue();
        assertThat(budget.get("used").text()).isEqualTo("0.048");
        assertThat(budget.get("left").text()).isEqualTo("0.952");
        assertThat(everything)
                .doesNotContain(id(desk), "desk", "bob", bob.user().id().value());
    }

    @Test
    @Tag("J19")
    void tellsNobodyOfTheKeysOfOthers() {
        assertThat(ada.get("/api/keys/" + id(desk) + "/limits").statusCode()).isEqualTo(404);

        List<Json> unused =
                ada.read("/api/keys/" + id(phone) + "/limits").get("data").elements();

        assertThat(LimitHouse.named(unused, "Calls of a day").get("used").text())
                .isEqualTo("0");
    }

    @Test
    void tellsThoseWhoSeeATenantOfItsProjectsAndKeys() {
        List<Json> limits = root.read("/api/tenants/default/limits").get("data").elements();

        assertThat(limits.getFirst().get("name").text()).isEqualTo("laptop");
        assertThat(limits)
                .extracting(limit -> limit.path("standing.name").text())
                .contains("Team budget", "Calls of a day");
        assertThat(limits).extracting(limit -> limit.get("subject").text()).doesNotContain(id(phone));
        assertThat(ada.get("/api/tenants/default/limits").statusCode()).isEqualTo(403);
    }

    @Test
    @Tag("LI22")
    @Tag("AP11")
    void namesThoseWhoAreBlockedForOperators() {
        List<Json> blocked = root.read("/admin/api/limit-standings?exceeded=true")
                .get("data")
                .elements();
        List<Json> users =
                root.read("/admin/api/limit-standings?scope=user").get("data").elements();

        assertThat(blocked).hasSize(1);
        assertThat(blocked.getFirst().get("subject_name").text()).isEqualTo("laptop");
        assertThat(users)
                .extracting(one -> one.get("subject_name").text())
                .containsExactly("ada@example.org", "bob@example.org");
    }

    @Test
    @Tag("AP6")
    @Tag("LI22")
    void tellsOperatorsWhatHoldsForKeys() {
        List<Json> keys = root.read("/admin/api/key-limits?keys=" + id(laptop) + "," + id(phone))
                .get("data")
                .elements();

        Json tightest = keys.getFirst().get("limits").elements().getFirst();
        assertThat(tightest.path("limit.name").text()).isEqualTo("Calls of a day");
        assertThat(tightest.get("blocked").bool()).isTrue();
        assertThat(keys.getLast()
                        .get("limits")
                        .elements()
                        .getFirst()
                        .path("limit.name")
                        .text())
                .isEqualTo("Team budget");
    }

    @Test
    @Tag("AP13")
    void tellsOperatorsHowTheQuotasOfABackendProfileStand() {
        String profile = ada.read("/api/keys/" + id(laptop)).get("profile").text();

        List<Json> standings = root.read("/admin/api/limit-standings?backend_profile=" + profile)
                .get("data")
                .elements();

        assertThat(standings)
                .allSatisfy(
                        one -> assertThat(one.path("limit.backend_profile_name").text())
                                .isEqualTo("Everyday"))
                .extracting(one -> one.get("subject_name").text())
                .containsExactly("laptop", "desk");
    }

    private static String id(Json key) {
        return key.path("key.id").text();
    }
}
