package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/// What the prompt caches of providers saved, from the table `usage_record`.
public interface PromptCacheTable {

    /// By the model that was asked for, the largest saving first; only those of which anything was cached.
    ///
    /// A price of long prompts is taken for the usual one.
    @SqlQuery("""
            select alias as model, count(*) as calls,
              sum(input_tokens + cached_input_tokens + cache_write_tokens) as prompt_tokens,
              sum(cached_input_tokens) as cached_tokens,
              coalesce(sum(cached_input_tokens * 1000000
                * (cast(price->>'input' as numeric) - cast(price->>'cached_input' as numeric))), 0) as saved_usd
            from usage_record
            where started_at >= :since and input_tokens is not null
            group by alias having sum(cached_input_tokens) > 0
            order by saved_usd desc, model limit :most
            """)
    List<Cached> since(@Bind("since") Instant since, @Bind("most") int most);

    /// @param promptTokens all that was read
    /// @param cachedTokens what of it came from a cache
    /// @param savedUsd what those had cost more, where both prices are known
    record Cached(String model, long calls, long promptTokens, long cachedTokens, Money savedUsd) {}
}
