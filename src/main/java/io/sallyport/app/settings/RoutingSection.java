package io.sallyport.app.settings;

import io.sallyport.catalog.Bounds;
import io.sallyport.catalog.RouteRule;
import io.sallyport.catalog.Routing;
import io.sallyport.catalog.Routing.Bucket;
import io.sallyport.catalog.Routing.Experiment;
import io.sallyport.catalog.Routing.Hedge;
import io.sallyport.catalog.Routing.StickyBy;
import io.sallyport.catalog.SemanticCache;
import io.sallyport.catalog.Shadow;
import io.sallyport.catalog.Shadow.Payer;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Sharing;
import io.sallyport.routing.RoutingSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Declares `routing`, and `routing` of an alias.
final class RoutingSection {
    private static final Kind<Duration> WAIT = Kind.duration(Duration.ofMillis(1), Duration.ofMinutes(10));
    private static final Kind<Integer> WEIGHT = Kind.number(0, 1_000);
    private static final int DIGITS = 4;

    private static final Kind<String> FAILURE = new Kind<>(
            Json.object()
                    .put("title", "connect, timeout, cut, auth, 4xx, 5xx or a status")
                    .put("type", Json.array().add("string").add("integer"))
                    .put("pattern", "^(connect|timeout|cut|auth|[45]xx|[45][0-9][0-9])$")
                    .toJson(),
            "429",
            text -> text,
            text -> text);

    private RoutingSection() {}

    static RoutingSettings read(Section routing, List<String> strategies) {
        RoutingSettings usual = RoutingSettings.DEFAULT;
        return new RoutingSettings(
                routing.key(
                                "default_strategy",
                                "How one of several targets is chosen where an alias or a role does not say."
                                        + " Default: weighted for aliases, scored for roles.")
                        .optional(word(strategies)),
                routing.key("workload_header", "Request header that says what kind of work a call is.")
                        .or(RuleSection.HEADER, usual.workloadHeader()),
                rules(routing, "Asked of every call, in this order."));
    }

    /// What one role says: as an alias, but for what leads elsewhere; for that roles have `fallback_roles`.
    static Routing role(Section routing, List<String> strategies) {
        return new Routing(
                strategy(routing, strategies),
                stickyBy(routing),
                score(routing),
                List.of(),
                List.of(),
                false,
                bounds(routing, "require"),
                retryOn(routing),
                attempts(routing),
                firstToken(routing),
                hedged(routing),
                Optional.empty(),
                semantic(routing),
                shadowed(routing));
    }

    /// What one alias says.
    static Routing alias(Section routing, List<String> strategies) {
        return new Routing(
                strategy(routing, strategies),
                stickyBy(routing),
                score(routing),
                rules(routing, "Asked of its calls, after those for every call."),
                routing.key("fallbacks", "Aliases that take over when no target will do, in order.")
                        .list(ModelSection.MODEL),
                routing.key("fallback_on_content", "Also when a provider refuses the content.")
                        .off(),
                bounds(routing, "require"),
                retryOn(routing),
                attempts(routing),
                firstToken(routing),
                hedged(routing),
                routing.section("experiment", "Splits callers over aliases.", RoutingSection::experiment),
                semantic(routing),
                shadowed(routing));
    }

    private static Optional<String> strategy(Section routing, List<String> strategies) {
        return routing.key("strategy", "How one of its targets is chosen. Default: what routing.default_strategy says.")
                .optional(word(strategies));
    }

    /// Files of the older gateway call `least_busy` by another word (RO22).
    private static Kind<String> word(List<String> strategies) {
        Kind<String> known = Kind.word(strategies);
        return new Kind<>(
                known.schema(),
                known.sample(),
                text -> known.parse().apply(text.equals("least_loaded") ? "least_busy" : text),
                known.show());
    }

    private static Optional<StickyBy> stickyBy(Section routing) {
        return routing.key("sticky_by", "What keeps a call on its target under sticky.")
                .optional(Kind.choice(StickyBy.class));
    }

    private static Map<String, Integer> score(Section routing) {
        return routing.key("score", "Weights of latency, cost, load and errors under scored.")
                .byName(WEIGHT);
    }

    private static Optional<Integer> attempts(Section routing) {
        return routing.key("attempts", "Most attempts of one call, fallbacks included. Default: each target once.")
                .optional(Kind.number(1, 20));
    }

    private static Optional<Long> firstToken(Section routing) {
        return millis(routing, "first_token_timeout", "Longest wait for the first event of a stream.");
    }

    private static Optional<Hedge> hedged(Section routing) {
        return routing.section("hedge", "Asks a second target when the first one is slow.", RoutingSection::hedge);
    }

    private static Optional<SemanticCache> semantic(Section routing) {
        return routing.section(
                "semantic_cache",
                "Gives kept answers also to those who ask nearly the same; needs response_cache.",
                RoutingSection::semanticCache);
    }

    private static Optional<Shadow> shadowed(Section routing) {
        return routing.section("shadow", "Sends some calls to another alias too.", RoutingSection::shadow);
    }

    private static List<RouteRule> rules(Section section, String doc) {
        List<RouteRule> read = section.sections("rules", doc, RuleSection::read);
        return IntStream.range(0, read.size()).mapToObj(i -> read.get(i).at(i)).toList();
    }

    private static Optional<List<String>> retryOn(Section routing) {
        List<String> given = routing.key(
                        "retry_on",
                        "Failures after which another target is tried. Default: all that another target may not have.")
                .list(FAILURE);
        return routing.isGiven("retry_on") ? Optional.of(given) : Optional.empty();
    }

    static Bounds bounds(Section section, String name) {
        Map<String, List<String>> required = RuleSection.pairs(
                section,
                name,
                "Labels the backend must have, as label=word; of several words of one label one is enough.");
        return new Bounds(required);
    }

    private static Optional<Long> millis(Section section, String name, String doc) {
        return section.key(name, doc).optional(WAIT).map(Duration::toMillis);
    }

    private static Optional<Hedge> hedge(Section hedge) {
        boolean on = hedge.key("enabled", "Asks a second target.").off();
        Optional<Long> after =
                millis(hedge, "after", "When. Default: the time within which 95 of 100 answers of the target begin.");
        return on ? Optional.of(new Hedge(after)) : Optional.empty();
    }

    private static Optional<SemanticCache> semanticCache(Section semantic) {
        Optional<String> model = semantic.key("model", "Embeddings model: an alias or backend/model.")
                .optional(ModelSection.MODEL);
        BigDecimal threshold = semantic.key(
                        "threshold", "Cosine similarity from which two questions are the same, 0.5 to 1.")
                .or(Kind.decimal(DIGITS), SemanticCache.USUAL);
        Sharing sharing = semantic.key("sharing", "Who is given the answers of whom; response_cache may share less.")
                .or(Kind.choice(Sharing.class), Sharing.TENANT);
        return model.map(named -> new SemanticCache(named, threshold, sharing));
    }

    private static Optional<Shadow> shadow(Section shadow) {
        Optional<String> use = shadow.key(
                        "use", "Alias or backend/model that is sent calls too; its answers are thrown away.")
                .optional(ModelSection.MODEL);
        int percent = shadow.key("percent", "Share of the calls.").or(Kind.number(1, 100), Shadow.USUAL_PERCENT);
        int most = shadow.key("most", "Calls that one instance sends there at the same time.")
                .or(Kind.number(1, 1_000), Shadow.USUAL_MOST);
        Payer payer = shadow.key("payer", "Whose usage and limits they count for.")
                .or(Kind.choice(Payer.class), Payer.GATEWAY);
        return use.map(named -> new Shadow(named, percent, most, payer));
    }

    private static Optional<Experiment> experiment(Section experiment) {
        Optional<String> name = experiment.key("name", "What logs call it.").optional(Kind.TEXT);
        Experiment.By by = experiment
                .key("by", "What always lands in the same bucket.")
                .or(Kind.choice(Experiment.By.class), Experiment.By.KEY);
        List<Bucket> buckets = experiment.sections("buckets", "Its sides.", RoutingSection::bucket);
        return name.map(named -> new Experiment(named, by, buckets));
    }

    private static Bucket bucket(Section bucket) {
        return new Bucket(
                bucket.key("name", "What the header x-sallyport-bucket says.").required(Kind.TEXT),
                bucket.key("share", "Of the callers, next to those of the other buckets.")
                        .or(Kind.number(0, 1_000_000), 1),
                bucket.key("use", "The alias. Default: the one that was asked for.")
                        .optional(ModelSection.MODEL));
    }
}
