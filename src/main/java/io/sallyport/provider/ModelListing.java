package io.sallyport.provider;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/// Asks a backend which models it has; a free call that also tells whether the backend lives.
public final class ModelListing {
    private static final int FINE = 200;

    /// What the list is called: by OpenAI and most, by Ollama and Cohere, by Bedrock.
    private static final List<String> LISTS = List.of("data", "models", "modelSummaries");

    /// What a model's name is called there.
    private static final List<String> NAMES = List.of("id", "name", "modelId");

    private static final String NO_CREDENTIAL = "there is no credential to show it";
    private static final int LARGEST = 8 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BackendCalls calls;

    public ModelListing(BackendCalls calls) {
        this.calls = calls;
    }

    /// What a backend answers. Never fails: what went wrong is in the listing.
    public CompletableFuture<Listing> ask(Upstream upstream) {
        return ask(upstream, ModelListing::isList);
    }

    private CompletableFuture<Listing> ask(Upstream upstream, Predicate<Json> form) {
        long start = System.nanoTime();
        CompletableFuture<OutboundResponse> head;
        try {
            head = calls.send(upstream, backend -> brief(upstream.provider().listing(backend)));
        } catch (RefusedException _) {
            return CompletableFuture.completedFuture(bad(0, start, NO_CREDENTIAL));
        }
        return head.thenCompose(response -> listing(response, form, start))
                .exceptionally(failure -> bad(0, start, words(failure)));
    }

    private static OutboundRequest brief(OutboundRequest request) {
        Duration firstByte = request.firstByte().compareTo(PATIENCE) < 0 ? request.firstByte() : PATIENCE;
        return new OutboundRequest(
                request.method(), request.url(), request.headers(), request.body(), firstByte, request.trust());
    }

    /// As [#ask(Upstream)].
    ///
    /// Threads: waits for the answer; not for event loops.
    public Listing askAndWait(Upstream upstream) {
        return ask(upstream).join();
    }

    /// Names of the candidates that answer as a model server does: anything may listen at an address that was
    /// guessed, so here the answer has to call itself a list of models.
    ///
    /// Threads: waits for the slowest; not for event loops.
    public Set<String> answering(List<Upstream> candidates) {
        Map<String, CompletableFuture<Listing>> asked = new LinkedHashMap<>();
        candidates.forEach(candidate -> asked.put(candidate.name(), ask(candidate, ModelListing::isOpenAiList)));
        asked.values().removeIf(answer -> !answer.join().isGood());
        return asked.keySet();
    }

    private static CompletableFuture<Listing> listing(OutboundResponse response, Predicate<Json> form, long start) {
        int status = response.status();
        if (status != FINE) {
            response.body().cancel();
            return CompletableFuture.completedFuture(bad(status, start, words(status)));
        }
        return response.whole(LARGEST, PATIENCE).thenApply(body -> read(body, form, start));
    }

    private static Listing read(Bytes body, Predicate<Json> form, long start) {
        try {
            Json answer = Json.parse(body);
            if (!form.test(answer)) {
                return unusual(start);
            }
            List<String> names = models(answer).stream()
                    .map(ModelListing::name)
                    .filter(id -> !id.isEmpty())
                    .map(id -> id.startsWith("models/") ? id.substring("models/".length()) : id)
                    .toList();
            return new Listing(FINE, since(start), "it listed its models", Optional.of(names));
        } catch (JsonProblem _) {
            return unusual(start);
        }
    }

    private static boolean isList(Json answer) {
        return isOpenAiList(answer)
                || answer.isArray()
                || LISTS.stream().anyMatch(list -> answer.get(list).isArray());
    }

    private static String name(Json model) {
        return NAMES.stream()
                .map(model::get)
                .filter(Json::isText)
                .map(Json::text)
                .findFirst()
                .orElse("");
    }

    /// Ollama without any model says null where the others say an empty list.
    private static boolean isOpenAiList(Json answer) {
        Json data = answer.get("data");
        return answer.get("object").textOr("").equals("list") && (data.isArray() || data.isNull());
    }

    /// Together AI answers with the bare array.
    ///
    /// Source: what public clients of its `/v1/models` read.
    private static List<Json> models(Json answer) {
        Json models = answer.isArray()
                ? answer
                : LISTS.stream()
                        .map(answer::get)
                        .filter(Json::isArray)
                        .findFirst()
                        .orElse(Json.NULL);
        return models.isNull() ? List.of() : models.elements();
    }

    private static Listing unusual(long start) {
        return bad(FINE, start, "its list of models is not in the usual form");
    }

    private static Listing bad(int status, long start, String detail) {
        return new Listing(status, since(start), detail, Optional.empty());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String words(int status) {
        return switch (status) {
            case 401, 403 -> "it refused the credential";
            case 404, 405 -> "it has no list of models at this address";
            case 429 -> "it is busy or the quota there is used up";
            default -> "it answered with status " + status;
        };
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException) {
            return NO_CREDENTIAL;
        }
        if (!(cause instanceof OutboundFailure known)) {
            return "it could not be asked";
        }
        return switch (known.kind()) {
            case DNS -> "its name has no address";
            case DESTINATION -> "it stands where none may stand";
            case CONNECT -> "it could not be reached";
            case TLS -> "its certificate was not accepted";
            case TIMEOUT -> "it did not answer in time";
            case CLOSED -> "its answer was cut";
            case BAD_RESPONSE -> "its answer is not HTTP";
            case TOO_LARGE -> "its answer is too large";
        };
    }
}
