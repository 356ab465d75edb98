package io.sallyport.app.settings;

import io.sallyport.cache.CacheSettings;
import io.sallyport.identity.AllowList;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Sharing;
import java.time.Duration;
import java.util.List;

/// Declares `response_cache`.
final class CacheSection {
    private static final Kind<Duration> LIFE = Kind.duration(Duration.ofSeconds(1), Duration.ofDays(30));

    private CacheSection() {}

    static CacheSettings read(Section root) {
        return root.section(
                "response_cache", "Answers that are given again to whoever asks the same.", CacheSection::settings);
    }

    private static CacheSettings settings(Section cache) {
        CacheSettings usual = CacheSettings.DEFAULT;
        boolean enabled =
                cache.key("enabled", "Keeps answers and gives them again.").off();
        List<String> models = cache.key(
                        "models", "Names and patterns of models whose answers are kept; all without it.")
                .list(Kind.TEXT);
        return new CacheSettings(
                enabled,
                models.isEmpty() ? AllowList.anything() : AllowList.of(models),
                cache.key("sharing", "Who is given the answers of whom; never one tenant those of another.")
                        .or(Kind.choice(Sharing.class), usual.sharing()),
                cache.key("life", "How long an answer is given again.").or(LIFE, usual.life()),
                cache.key("max_answer_size", "Bytes of the largest answer that is kept.")
                        .or(Kind.BYTES, usual.maxAnswerSize()),
                cache.key("memory", "Bytes of answers that one instance holds in memory.")
                        .or(Kind.BYTES, usual.memory()),
                cache.key("shared", "Keeps answers in the database too, sealed, for all instances.")
                        .on());
    }
}
