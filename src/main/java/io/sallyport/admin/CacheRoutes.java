package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.cache.CacheSettings;
import io.sallyport.cache.HeldAnswers;
import io.sallyport.cache.ResponseCache;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Money;
import io.sallyport.lang.TenantId;
import io.sallyport.usage.PromptCacheTable;
import io.sallyport.usage.PromptCacheTable.Cached;
import io.sallyport.usage.SavingTable;
import io.sallyport.usage.SavingTable.Saved;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The response cache for operators: what it holds, what it saved, and how it is emptied.
public final class CacheRoutes {
    private static final String HOME = "/admin/api/cache";
    private static final int MOST_MODELS = 200;
    private static final Duration LOOK = Duration.ofDays(30);

    private final ResponseCache cache;
    private final SavingTable savings;
    private final PromptCacheTable prompts;
    private final Clock clock;

    public CacheRoutes(ResponseCache cache, SavingTable savings, PromptCacheTable prompts, Clock clock) {
        this.cache = cache;
        this.savings = savings;
        this.prompts = prompts;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        HOME,
                        "What the response cache holds, and what it saved in the last 30 days",
                        CacheView.class,
                        _ -> view()),
                JsonRoute.get(
                        OPERATE,
                        HOME + "/prompts",
                        "What the prompt caches of providers saved in the last 30 days, by model",
                        PromptCacheView.class,
                        _ -> new PromptCacheView(prompts.since(clock.instant().minus(LOOK), MOST_MODELS))),
                JsonRoute.delete(
                        OPERATE,
                        HOME,
                        "Empty the response cache on every instance, or of one tenant (`?tenant_id=`)",
                        CacheEmptied.class,
                        call -> new CacheEmptied(
                                cache.clear(call.query("tenant_id").map(TenantId::new)))));
    }

    private CacheView view() {
        CacheSettings settings = cache.settings();
        HeldAnswers held = cache.held();
        Saved saved = savings.since(clock.instant().minus(LOOK));
        return new CacheView(
                settings.enabled(),
                settings.sharing().name().toLowerCase(Locale.ROOT),
                settings.life().toSeconds(),
                held.answers(),
                held.bytes(),
                saved.calls(),
                saved.tokens(),
                saved.usd());
    }

    /// @param answers that are kept in the database
    /// @param bytes of those, sealed
    /// @param savedCalls that were answered from the cache in the last 30 days
    /// @param savedUsd what these calls had cost before, where that is known
    public record CacheView(
            boolean enabled,
            String sharing,
            long lifeSeconds,
            long answers,
            long bytes,
            long savedCalls,
            long savedTokens,
            Money savedUsd) {}

    /// What the prompt caches of providers saved, the most first.
    public record PromptCacheView(List<Cached> data) {}

    /// @param answers that the database held
    public record CacheEmptied(int answers) {}
}
