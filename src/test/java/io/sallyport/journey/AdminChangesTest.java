package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Permission;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Every route by which operators and managers of tenants change something, taken with things that are there:
/// each leaves one event, which says how the thing was and how it is. A new route is walked by itself, and
/// fails here until it can be.
@Tag("N13")
@Tag("AU28")
@TestInstance(Lifecycle.PER_CLASS)
final class AdminChangesTest {
    /// What changes no thing that could be shown.
    private static final Set<String> DEEDS = Set.of(
            "alerts/test",
            "backends/test",
            "cache",
            "database/acknowledge",
            "master-key/reseal",
            "usage/imports",
            "usage/reratings");

    /// What may have been there or not.
    private static final Pattern MADE = Pattern.compile(
            "POST (?!.*\\{}(/[a-z-]+)?$).*|POST (api/)?tenants/\\{}/\\w+s|PUT (budgets/default|tenants/\\{}/budget|routing/rules/\\{}|prices)");

    /// What only asks, although it takes a body.
    private static final Set<String> QUESTIONS = Set.of("blueprint/plan", "explain", "guardrails/try");

    /// What needs more than a thing: a call that was counted, or one that was blocked.
    private static final Set<String> REFUSED = Set.of("limits/{}/forgive", "guardrails/blocked/{}/decision");

    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", URI.create("http://127.0.0.1:1"))
            .alias("chat", "one/m")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final AdminThings things = AdminThings.of(gateway, operator);

    @AfterAll
    void close() {
        gateway.close();
    }

    @TestFactory
    Stream<DynamicTest> leavesOneEventWithBeforeAndAfter() {
        return DescribedRoute.of(gateway).stream()
                .filter(DescribedRoute::changesSomething)
                .filter(route -> route.permission() != Permission.OPEN && route.permission() != Permission.SIGNED_IN)
                .map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> walk(route)));
    }

    private void walk(DescribedRoute route) {
        String shape = AdminThings.shape(route.path());
        String path = things.path(route);
        String body = route.takes().isPresent() ? things.body(shape) : "";
        int before = events().size();

        HttpResponse<String> answer = operator.send(route.method(), path, body);

        List<Event> left = events().subList(before, events().size());
        if (REFUSED.contains(shape)) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(left).isEmpty();
            return;
        }
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        assertThat(left).hasSize(QUESTIONS.contains(shape) ? 0 : 1);
        if (left.isEmpty()) {
            return;
        }
        check(left.getFirst(), route.method() + ' ' + shape, path);
    }

    private static void check(Event event, String act, String path) {
        assertThat(event.actor()).isEqualTo("root@example.org");
        assertThat(event.tenant())
                .isEqualTo(path.contains("/tenants/") ? path.replaceFirst(".*/tenants/([^/]+).*", "$1") : "");
        assertThat(new CanarySink()
                        .plant(AdminThings.CREDENTIAL)
                        .collect("event", event.toString())
                        .findings())
                .isEmpty();
        if (!DEEDS.contains(act.substring(act.indexOf(' ') + 1))) {
            assertThat(event.before())
                    .matches(text -> !text.isEmpty() || MADE.matcher(act).matches());
            assertThat(event.after()).matches(text -> !text.isEmpty() || act.startsWith("DELETE"));
        }
    }

    private List<Event> events() {
        return gateway
                .database()
                .rows("select actor, tenant_id, state_before, state_after from admin_event order by id")
                .stream()
                .map(Event::of)
                .toList();
    }

    /// @param before empty when nothing is said
    private record Event(String actor, String tenant, String before, String after) {
        static Event of(List<String> row) {
            return new Event(row.get(0), row.get(1), row.get(2), row.get(3));
        }
    }
}
