package io.sallyport.api;

import io.sallyport.catalog.RoleEntry;
import io.sallyport.fleet.Benchmarks;
import io.sallyport.fleet.Benchmarks.Sample;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.ServiceKind;
import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Resolver.Listed;
import io.sallyport.web.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Answers which role or service fits a task best, from what roles say of themselves and what was measured.
///
/// Source: requirements DA44, RO29.
final class RouteMatching {
    private static final int OK = 200;
    private static final int USUAL = 10;
    private static final int MOST = 100;
    private static final double FAST_MS = 1_500;
    private static final double QUICK_TOKENS = 20;

    private final Resolver resolver;
    private final Fleet fleet;
    private final Benchmarks benchmarks;

    RouteMatching(Resolver resolver, Fleet fleet, Benchmarks benchmarks) {
        this.resolver = resolver;
        this.fleet = fleet;
        this.benchmarks = benchmarks;
    }

    /// What is asked for.
    private record Wish(Set<String> words, List<String> workloads, Optional<ServiceKind> kind, boolean services) {}

    /// One answer in the making.
    private static final class Candidate {
        private final String type;
        private final String id;
        private final JsonArray reasons = Json.array();
        private final JsonObject signals = Json.object();
        private double score;

        Candidate(String type, String id) {
            this.type = type;
            this.id = id;
        }

        void gains(double points, String reason) {
            score += points;
            reasons.add(reason);
        }

        void signal(String name, double value) {
            signals.put(name, rounded(value));
        }

        JsonObject tree() {
            return Json.object()
                    .put("candidate_type", type)
                    .put("candidate_id", id)
                    .put("score", rounded(score))
                    .put("reasons", reasons)
                    .put("signals", signals);
        }

        private static BigDecimal rounded(double value) {
            return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
        }
    }

    Answer answer(Caller caller, Bytes body) {
        Json asked = read(body);
        Wish wish = wish(asked);
        List<Candidate> candidates = new ArrayList<>();
        for (Listed listed : resolver.listing(caller)) {
            listed.served().ifPresent(served -> {
                Optional<RoleEntry> role = served.role();
                if (role.isPresent()) {
                    role(wish, role.get(), served).ifPresent(candidates::add);
                } else if (wish.services()) {
                    fleet.service(listed.id())
                            .flatMap(service -> service(wish, service))
                            .ifPresent(candidates::add);
                }
            });
        }
        candidates.sort(Comparator.comparingDouble((Candidate candidate) -> -candidate.score)
                .thenComparing(candidate -> candidate.id));
        JsonArray shown = Json.array();
        candidates.stream().limit(limit(asked)).forEach(candidate -> shown.add(candidate.tree()));
        return Answer.json(
                OK,
                Json.object()
                        .put("status", "ok")
                        .put("candidates", shown)
                        .toJson()
                        .bytes());
    }

    private static Json read(Bytes body) {
        try {
            return Json.parse(body);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_json", String.valueOf(e.getMessage()), e.path()).asException();
        }
    }

    private static long limit(Json asked) {
        return Math.clamp(asked.get("limit").longOr(USUAL), 1, MOST);
    }

    private static Wish wish(Json asked) {
        Set<String> words = new HashSet<>(words(asked.get("task").textOr("")));
        texts(asked.get("tasks")).forEach(task -> words.addAll(words(task)));
        List<String> workloads = new ArrayList<>(texts(asked.get("workloads")));
        workloads.add(asked.get("workload").textOr(""));
        workloads.removeIf(String::isEmpty);
        return new Wish(
                words,
                workloads,
                ServiceKind.of(asked.get("kind").textOr("")),
                asked.get("include_direct_services").boolOr(true));
    }

    private static List<String> texts(Json list) {
        return list.isArray()
                ? list.elements().stream().map(text -> text.textOr("")).toList()
                : List.of();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        words.removeIf(word -> word.length() < 3);
        return words;
    }

    private Optional<Candidate> role(Wish wish, RoleEntry role, Resolver.Served served) {
        boolean fits =
                wish.kind().filter(kind -> !kind.serves(role.operation())).isEmpty();
        if (!fits || served.healthy() == 0) {
            return Optional.empty();
        }
        Candidate candidate = new Candidate("role", role.id());
        overlap(candidate, wish, words(role.id() + " " + role.displayName() + " " + role.description()));
        if (served.loaded() > 0) {
            candidate.gains(0.2, "a model of it is in memory");
        }
        speed(candidate, served.bestMs(), Optional.empty());
        candidate.signal("healthy_targets", served.healthy());
        return Optional.of(candidate);
    }

    private Optional<Candidate> service(Wish wish, NodeService service) {
        if (wish.kind().filter(kind -> kind != service.kind()).isPresent()) {
            return Optional.empty();
        }
        Candidate candidate = new Candidate("service", service.id());
        overlap(candidate, wish, words(service.id() + " " + String.join(" ", service.models())));
        if (service.usual().filter(asset -> asset.loaded()).isPresent()) {
            candidate.gains(0.2, "its model is in memory");
        }
        speed(candidate, service.observed().p50Ms(), service.observed().tokensPerSecond());
        service.observed().queueDepth().filter(waiting -> waiting > 0).ifPresent(waiting -> {
            candidate.gains(-Math.min(0.2, waiting * 0.05), "calls wait there");
            candidate.signal("queue_depth", waiting);
        });
        measured(candidate, wish, service.id());
        return Optional.of(candidate);
    }

    private static void overlap(Candidate candidate, Wish wish, Set<String> own) {
        if (wish.words().isEmpty()) {
            return;
        }
        double share = (double) wish.words().stream().filter(own::contains).count()
                / wish.words().size();
        candidate.signal("task_overlap", share);
        if (share > 0) {
            candidate.gains(share * 0.5, "it speaks of the same things as the task");
        }
    }

    private static void speed(Candidate candidate, Optional<Double> latencyMs, Optional<Double> tokens) {
        latencyMs.ifPresent(ms -> {
            candidate.signal("p50_latency_ms", ms);
            if (ms < FAST_MS) {
                candidate.gains(0.1, "it answers fast");
            }
        });
        tokens.ifPresent(rate -> {
            candidate.signal("tokens_per_sec", rate);
            if (rate > QUICK_TOKENS) {
                candidate.gains(0.1, "it writes fast");
            }
        });
    }

    private void measured(Candidate candidate, Wish wish, String service) {
        List<Sample> fitting = benchmarks.newest(service).values().stream()
                .filter(sample -> wish.workloads().contains(sample.workload()))
                .toList();
        if (fitting.isEmpty()) {
            return;
        }
        candidate.signal("benchmark_match_count", fitting.size());
        double quality = fitting.stream()
                .flatMap(sample -> sample.result("quality_score").stream())
                .mapToDouble(score -> Math.clamp(score, 0, 1))
                .average()
                .orElse(0.5);
        candidate.signal("benchmark_quality_score", quality);
        candidate.gains(quality * 0.4, "it was measured with such work");
    }
}
