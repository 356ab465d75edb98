package io.sallyport.routing;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.Routing;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Reach;
import io.sallyport.lang.Money;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.Upstream;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.testkit.AskedCall;
import io.sallyport.testkit.SomeBackend;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Backends and targets for tests.
final class Targets {
    static final Provider OPENAI = new OpenAiCompatible("openai", "OpenAI.", "http://127.0.0.1", Quirks.NONE);

    static final Caller CALLER = new Caller(
            Caller.Kind.NAMED,
            new TenantId("default"),
            new ProjectId("default"),
            Optional.empty(),
            "test",
            Optional.empty(),
            Set.of("dev"),
            false,
            AllowList.anything(),
            AllowList.anything(),
            Reach.ANYWHERE);

    private Targets() {}

    static Backend backend(String name, String... models) {
        return SomeBackend.named(name).serving(List.of(models)).make();
    }

    static Target target(String backend, int weight, int order) {
        return new Target(new Upstream(backend(backend), OPENAI), "m", weight, order, Optional.empty());
    }

    static Target priced(String backend, String perToken) {
        Money price = Money.ofDollars(new BigDecimal(perToken));
        Price same = new Price(price, price, Optional.empty(), Optional.empty(), Optional.empty());
        return new Target(new Upstream(backend(backend), OPENAI), "m", 100, 0, Optional.of(same));
    }

    static RouteView view(Measurements measurements, Target... targets) {
        return new RouteView(
                List.of(targets), Routing.USUAL, AskedCall.of(CALLER, "alias"), measurements, new Random(5));
    }

    static RouteView view(Routing routing, RandomGenerator random, Target... targets) {
        return new RouteView(List.of(targets), routing, AskedCall.of(CALLER, "alias"), new Measurements(), random);
    }
}
