package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Prices;
import io.sallyport.catalog.RouteRule;
import io.sallyport.catalog.Routing;
import io.sallyport.catalog.RoutingJson;
import io.sallyport.json.Json;
import io.sallyport.lang.ModelAlias;
import io.sallyport.testkit.AskedCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RulebookTest {
    private static final AskedCall CALL = AskedCall.of(Targets.CALLER, "coding-default");

    @Test
    @Tag("RO1")
    @Tag("Q1")
    void marksOfWorkLeadToAnotherAlias() {
        Rulebook rules = rules("{\"name\":\"bulk\",\"when\":{\"workloads\":[\"bulk\"]},\"use\":\"bulk\"}");

        assertThat(rules.about(CALL.with("workload", "bulk")).model()).isEqualTo("bulk");
        assertThat(rules.about(CALL.with("workload", "bulk")).rules()).containsExactly("bulk");
        assertThat(rules.about(CALL.with("workload", "never heard of")).model()).isEqualTo("coding-default");
        assertThat(rules.about(CALL).isNone()).isTrue();
    }

    @Test
    void everythingNamedMustHoldTogether() {
        Rulebook rules = rules("""
                {"name":"long chats of dev","use":"long",
                 "when":{"groups":["dev"],"models":["coding*"],"operations":["chat"],"prompt_at_least":1000,
                         "tools":false,"headers":{"x-team":["red","blue*"]}}}""");

        AskedCall fits = CALL.with("x-team", "blueish").withPrompt(1000);
        assertThat(rules.about(fits).model()).isEqualTo("long");
        assertThat(rules.about(fits.withPrompt(999)).model()).isEqualTo("coding-default");
        assertThat(rules.about(fits.with("x-team", "green")).model()).isEqualTo("coding-default");
        assertThat(rules.about(AskedCall.of(Targets.CALLER, "other")
                                .with("x-team", "red")
                                .withPrompt(2000))
                        .model())
                .isEqualTo("other");
    }

    @Test
    void theFirstRuleThatNamesAnAliasDecidesAndBoundsAddUp() {
        Rulebook rules = rules(
                "{\"name\":\"1\",\"when\":{},\"require\":{\"region\":[\"eu\",\"ch\"]}}",
                "{\"name\":\"2\",\"when\":{},\"use\":\"first\"}",
                "{\"name\":\"3\",\"when\":{},\"use\":\"second\",\"require\":{\"region\":[\"eu\"]}}");

        Ruling ruling = rules.about(CALL);

        assertThat(ruling.model()).isEqualTo("first");
        assertThat(ruling.bounds()).hasToString("region eu");
    }

    @Test
    void rulesOfTheAliasFollowThoseForEveryCall() {
        Routing routing = RoutingJson.read(Json.parse("""
                {"rules":[{"name":"pictures","when":{"images":false},"use":"plain"}]}"""));
        Catalog catalog = Catalog.of(List.of(entry("bulk", routing)), List.of(), Prices.NONE)
                .with(List.of(rule("{\"name\":\"all\",\"when\":{},\"use\":\"bulk\"}")), List.of());

        Ruling ruling = new Rulebook(catalog).about(CALL);

        assertThat(ruling.model()).isEqualTo("plain");
        assertThat(ruling.rules()).containsExactly("all", "pictures");
    }

    @Test
    @Tag("RO32")
    void experimentsSplitCallersAndKeepThemThere() {
        Routing routing = RoutingJson.read(Json.parse("""
                {"experiment":{"name":"new","by":"conversation","buckets":[
                  {"name":"old","share":3},{"name":"new","share":1,"use":"newer"}]}}"""));
        Rulebook rules = new Rulebook(Catalog.of(List.of(entry("coding-default", routing)), List.of(), Prices.NONE));

        Map<String, Long> models = IntStream.range(0, 4_000)
                .mapToObj(i -> rules.about(CALL.in("talk " + i)))
                .collect(Collectors.groupingBy(Ruling::model, Collectors.counting()));

        assertThat(models.get("newer")).isBetween(900L, 1_100L);
        assertThat(rules.about(CALL.in("talk 1"))).isEqualTo(rules.about(CALL.in("talk 1")));
        assertThat(rules.about(CALL.in("talk 1")).bucket()).startsWith("new/");
    }

    private static Rulebook rules(String... json) {
        List<RouteRule> rules = IntStream.range(0, json.length)
                .mapToObj(i -> rule(json[i]).at(i))
                .toList();
        return new Rulebook(Catalog.of(List.of(), List.of(), Prices.NONE).with(rules, List.of()));
    }

    private static RouteRule rule(String json) {
        return RoutingJson.rule(Json.parse(json));
    }

    private static ModelEntry entry(String alias, Routing routing) {
        return new ModelEntry(
                new ModelAlias(alias),
                "llm",
                List.of(new Deployment("a", "m", 1, 0)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                false,
                true,
                Map.of(),
                routing,
                ModelEntry.CONFIG);
    }
}
