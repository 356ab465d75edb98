package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables that say when a row was changed last, and the routes that change one.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AU21")
final class ChangedTimesTest {
    private static final Map<String, String> ROUTES = Map.of(
            "model_alias", "/admin/api/models/{alias}",
            "backend", "/admin/api/backends/{id}",
            "limit_rule", "/admin/api/limits/{id}",
            "guardrail_rule", "/admin/api/guardrails/rules/{id}");

    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", URI.create("http://127.0.0.1:1"))
            .alias("chat", "one/m")
            .start();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final AdminThings things = AdminThings.of(gateway, operator);

    @AfterAll
    void closes() {
        gateway.close();
    }

    static List<String> tables() {
        return ROUTES.keySet().stream().sorted().toList();
    }

    @Test
    void areAllLookedAtHere() {
        List<List<String>> tables = gateway.database()
                .rows("select table_name from information_schema.columns natural join information_schema.tables"
                        + " where table_schema = 'sallyport' and table_type = 'BASE TABLE'"
                        + " and column_name = 'updated_at' order by table_name");

        assertThat(tables).isEqualTo(tables().stream().map(List::of).toList());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void growWithEveryChange(String table) {
        String pattern = ROUTES.getOrDefault(table, "");
        DescribedRoute route = DescribedRoute.of(gateway).stream()
                .filter(one ->
                        one.path().equals(pattern) && List.of("PUT", "PATCH").contains(one.method()))
                .findFirst()
                .orElseThrow();
        String path = things.path(route);
        BigDecimal made = changed(table);

        int status = operator.send(route.method(), path, things.body(AdminThings.shape(pattern)))
                .statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(changed(table)).isGreaterThan(made);
    }

    private BigDecimal changed(String table) {
        return new BigDecimal(gateway.database()
                .rows("select extract(epoch from max(updated_at)) from " + table)
                .getFirst()
                .getFirst());
    }
}
