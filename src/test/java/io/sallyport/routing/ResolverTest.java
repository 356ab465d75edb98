package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.catalog.Prices;
import io.sallyport.catalog.Routing;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.inference.Operation;
import io.sallyport.lang.ModelAlias;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.TenantId;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.anthropic.AnthropicProvider;
import io.sallyport.testkit.AskedCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Resolver resolver = resolver(Targets.backend("east", "big", "small"), Targets.backend("west", "big"));

    @Test
    @Tag("RO2")
    void resolvesAnAliasToItsDeployments() {
        Plan plan = resolve(AllowList.anything(), "coding");

        assertThat(plan.targets()).extracting(Target::id).containsExactly("east/big", "west/big");
        assertThat(plan.alias()).isEqualTo("coding");
    }

    @Test
    void resolvesABackendNamedInTheModel() {
        assertThat(resolve(AllowList.anything(), "east/small").targets())
                .extracting(Target::id)
                .containsExactly("east/small");
    }

    @Test
    @Tag("PR24")
    void resolvesTheIdsThatServicesOfProvidersHad() {
        assertThat(resolve(AllowList.anything(), "provider/east/chat").targets())
                .extracting(Target::id)
                .containsExactly("east/big");
        assertThat(resolve(AllowList.anything(), "provider/east/chat/small").targets())
                .extracting(Target::id)
                .containsExactly("east/small");
        assertThat(refusal(AllowList.anything(), "provider/east/embeddings")).isEqualTo("model_not_found");
        assertThat(refusal(AllowList.anything(), "provider/east")).isEqualTo("model_not_found");
        assertThat(refusal(AllowList.anything(), "provider/nobody/chat")).isEqualTo("model_not_found");
        assertThat(refusal(AllowList.of(List.of("west/*")), "provider/east/chat"))
                .isEqualTo("model_not_allowed");
    }

    @Test
    void resolvesToEveryBackendThatHasTheModel() {
        assertThat(resolve(AllowList.anything(), "big").targets())
                .extracting(Target::id)
                .containsExactly("east/big", "west/big");
    }

    @Test
    void asksBackendsThatListNothingForUnknownModels() {
        Resolver open = resolver(Targets.backend("east", "big"), Targets.backend("open"));

        assertThat(open.resolve(AskedCall.of(caller(AllowList.anything()), "anything"))
                        .targets())
                .extracting(Target::id)
                .containsExactly("open/anything");
    }

    @Test
    @Tag("RO13")
    void doesNotKnowUnknownAndDisabledModels() {
        assertThat(refusal(AllowList.anything(), "nothing")).isEqualTo("model_not_found");
        assertThat(refusal(AllowList.anything(), "off")).isEqualTo("model_not_found");
        assertThat(refusal(AllowList.anything(), "east/nothing")).isEqualTo("model_not_found");
    }

    @Test
    @Tag("ID33")
    void allowsByAliasByGlobAndByQualifiedName() {
        assertThat(resolve(AllowList.of(List.of("coding")), "coding").targets()).hasSize(2);
        assertThat(resolve(AllowList.of(List.of("east/*")), "coding").targets())
                .extracting(Target::id)
                .containsExactly("east/big");
        assertThat(refusal(AllowList.of(List.of("other")), "coding")).isEqualTo("model_not_allowed");
        assertThat(refusal(AllowList.of(List.of()), "coding")).isEqualTo("model_not_allowed");
    }

    @Test
    @Tag("ID33")
    void remembersNoPlanForACallerWhoMayNotUseIt() {
        assertThat(resolve(AllowList.anything(), "coding").targets()).hasSize(2);

        assertThat(resolve(AllowList.of(List.of("west/big")), "coding").targets())
                .extracting(Target::id)
                .containsExactly("west/big");
        assertThat(refusal(AllowList.of(List.of("other")), "coding")).isEqualTo("model_not_allowed");
        assertThat(resolve(AllowList.anything(), "coding").targets()).hasSize(2);
    }

    @Test
    void remembersWhatANameLeadsTo() {
        assertThat(resolve(AllowList.anything(), "coding")).isSameAs(resolve(AllowList.of(List.of("cod*")), "coding"));
    }

    @Test
    void forgetsPlansWhenABackendListsOtherModels() {
        Inventory inventory = new Inventory();
        Resolver open = resolver(inventory, Targets.backend("east"), Targets.backend("west"));
        Caller caller = caller(AllowList.anything());

        assertThat(open.resolve(AskedCall.of(caller, "new")).targets())
                .extracting(Target::id)
                .containsExactly("east/new", "west/new");
        inventory.found("west", List.of("new"));
        assertThat(open.resolve(AskedCall.of(caller, "new")).targets())
                .extracting(Target::id)
                .containsExactly("west/new");
        inventory.found("west", List.of("other"));
        assertThat(open.resolve(AskedCall.of(caller, "new")).targets())
                .extracting(Target::id)
                .containsExactly("east/new");
    }

    @Test
    void remembersAPlanForEachOperation() {
        Backends chatting =
                Backends.of(List.of(Targets.backend("east", "big")), Map.of("openai", new AnthropicProvider()));
        Resolver chats = new Resolver(Catalog.EMPTY, chatting, new Inventory());
        Caller caller = caller(AllowList.anything());
        assertThat(chats.resolve(AskedCall.of(caller, "big")).targets()).hasSize(1);

        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> chats.resolve(new AskedCall(
                        caller, Operation.EMBEDDING, "openai", "big", false, Map.of(), 1, false, false, "")));

        assertThat(refused.refusal().code()).isEqualTo("unsupported_operation");
    }

    @Test
    void staysRightWhenClientsMakeNamesUp() {
        Resolver open = resolver(Targets.backend("open"));
        Caller caller = caller(AllowList.anything());

        for (int i = 0; i < 3_000; i++) {
            assertThat(open.resolve(AskedCall.of(caller, "name-" + i)).targets())
                    .extracting(Target::id)
                    .containsExactly("open/name-" + i);
        }
    }

    @Test
    @Tag("ID34")
    void refusesOperationsOutsideTheList() {
        Caller chatOnly = caller(AllowList.anything(), AllowList.of(List.of("chat")));

        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> resolver.resolve(AskedCall.of(chatOnly, "big").with(Operation.EMBEDDING)));

        assertThat(refused.refusal().code()).isEqualTo("route_not_allowed");
    }

    @Test
    void reachesChatsOfAnotherDialect() {
        Plan plan = resolver.resolve(new AskedCall(
                caller(AllowList.anything()),
                Operation.MESSAGE,
                "anthropic",
                "big",
                false,
                Map.of(),
                1,
                false,
                false,
                ""));

        assertThat(plan.targets()).extracting(Target::id).containsExactly("east/big", "west/big");
    }

    @Test
    void refusesWordsThatCannotBeModels() {
        assertThat(refusal(AllowList.anything(), "a b")).isEqualTo("invalid_value");
        assertThat(refusal(AllowList.anything(), "x".repeat(300))).isEqualTo("invalid_value");
        assertThat(refusal(AllowList.anything(), "a\r\nb")).isEqualTo("invalid_value");
    }

    @Test
    @Tag("DA3")
    void listsOnlyWhatTheCallerMayUse() {
        assertThat(resolver.listing(caller(AllowList.anything())))
                .extracting(Resolver.Listed::id)
                .containsExactly("coding", "big", "small");
        assertThat(resolver.listing(caller(AllowList.of(List.of("east/small")))))
                .extracting(Resolver.Listed::id)
                .containsExactly("small");
    }

    @Test
    void findsABackendForCallsWithoutAModel() {
        Plan plan =
                resolver.resolve(AskedCall.of(caller(AllowList.anything()), "").with(Operation.FILE));

        assertThat(plan.targets())
                .extracting(target -> target.upstream().name())
                .containsExactly("east");
    }

    private Plan resolve(AllowList models, String asked) {
        return resolver.resolve(AskedCall.of(caller(models), asked));
    }

    private String refusal(AllowList models, String asked) {
        return catchThrowableOfType(RefusedException.class, () -> resolve(models, asked))
                .refusal()
                .code();
    }

    private static Resolver resolver(Backend... backends) {
        return resolver(new Inventory(), backends);
    }

    private static Resolver resolver(Inventory inventory, Backend... backends) {
        ModelEntry coding = entry("coding", true);
        Catalog catalog = Catalog.of(List.of(coding, entry("off", false)), List.of(), Prices.bundled());
        return new Resolver(catalog, Backends.of(List.of(backends), Map.of("openai", Targets.OPENAI)), inventory);
    }

    private static ModelEntry entry(String alias, boolean enabled) {
        return new ModelEntry(
                new ModelAlias(alias),
                "llm",
                List.of(new Deployment("east", "big", 100, 0), new Deployment("west", "big", 100, 0)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                false,
                enabled,
                Map.of(),
                Routing.USUAL,
                "config");
    }

    private static Caller caller(AllowList models) {
        return caller(models, AllowList.anything());
    }

    private static Caller caller(AllowList models, AllowList operations) {
        return new Caller(
                Caller.Kind.NAMED,
                new TenantId("default"),
                new ProjectId("default"),
                Optional.empty(),
                "test",
                Optional.empty(),
                Set.of(),
                false,
                models,
                operations,
                Reach.ANYWHERE);
    }
}
