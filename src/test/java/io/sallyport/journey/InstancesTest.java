package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Setup;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.TestDatabase;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What each of several instances runs, as every one of them tells operators.
@Tag("AP1")
final class InstancesTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final GatewayHarness first = setup("UTC").startOn(database);

    @AfterEach
    void closes() {
        first.close();
        database.close();
    }

    private static Setup setup(String timezone) {
        return GatewayHarness.with().section("reporting", Json.object().put("timezone", timezone));
    }

    @Test
    void agreeOnTheChangesTheyTookOver() {
        try (GatewayHarness second = setup("UTC").startOn(database)) {
            Person.operator(first, "root@example.org").post("/admin/api/tenants", "{\"name\":\"Acme\"}");

            List<Json> seen =
                    seen(second, all -> all.size() == 2 && all.stream().allMatch(InstancesTest::isUpToDate));

            assertThat(seen).hasSize(2).allMatch(InstancesTest::isUpToDate);
            assertThat(seen.getFirst().get("changes")).isEqualTo(seen.getLast().get("changes"));
            assertThat(seen.getFirst().get("settings")).isEqualTo(seen.getLast().get("settings"));
            assertThat(seen).allMatch(one -> one.get("version").isText());
        }
    }

    @Test
    void showWhoHasOtherSettings() {
        try (GatewayHarness _ = setup("Europe/Berlin").startOn(database)) {
            List<Json> seen = seen(first, all -> all.size() == 2);

            assertThat(seen).extracting(one -> one.get("settings").text()).doesNotHaveDuplicates();
        }
    }

    @Test
    void showWhoLagsBehindUntilItCaughtUp() {
        try (FaultProxy way = FaultProxy.before(database.port());
                GatewayHarness _ = setup("UTC").databaseAt(way.port()).startOn(database)) {
            List<Json> both = seen(first, all -> all.size() == 2 && all.stream().allMatch(InstancesTest::isUpToDate));
            way.fault(new FaultProxy.Refuse()).resetAll();
            Person.operator(first, "root@example.org").post("/admin/api/tenants", "{\"name\":\"Acme\"}");

            List<Json> seen = seen(first, all -> all.stream().anyMatch(one -> !isUpToDate(one)));
            way.fault(new FaultProxy.None());
            List<Json> again = seen(first, all -> all.stream().allMatch(InstancesTest::isUpToDate));

            assertThat(both).hasSize(2);
            assertThat(seen).filteredOn(one -> !isUpToDate(one)).hasSize(1);
            assertThat(again).hasSize(2).allMatch(InstancesTest::isUpToDate);
        }
    }

    private static boolean isUpToDate(Json instance) {
        return instance.get("behind").asLong() == 0;
    }

    /// The instances as one of them tells, once they are as they are waited for, or at last.
    private static List<Json> seen(GatewayHarness teller, Predicate<List<Json>> wanted) {
        Person operator = Person.operator(teller, "root@example.org");
        return Await.answer(
                () -> Json.parse(operator.get("/admin/api/status").body())
                        .get("instances")
                        .elements(),
                wanted);
    }
}
