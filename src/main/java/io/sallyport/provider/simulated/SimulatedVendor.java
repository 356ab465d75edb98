package io.sallyport.provider.simulated;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The whole simulated vendor as a function from request to answer; it does no I/O.
///
/// Paths below `/v1/`, `/openai/` and `/openai/deployments/{model}/` are understood alike; those of Bedrock are
/// `/model/{model}/`. Threads: thread-safe.
final class SimulatedVendor {
    /// Models that the listing shows; every other name of [Behaviours] is accepted all the same.
    static final List<String> LISTED =
            List.of("sim-1", "sim-embed", "sim-image", "sim-voice", "sim-transcribe", "sim-moderate");

    private static final int REMEMBERED_MODELS = 1000;

    private final Ids ids;
    private final Conversation conversation;
    private final Media media;
    private final Shelves shelves;
    private final Bedrock bedrock;
    private final OwnForms own;
    private final Cache<String, Optional<Behaviour>> behaviours =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MODELS).build();
    private final Cache<String, AtomicInteger> failures =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MODELS).build();

    SimulatedVendor(Clock clock) {
        ids = new Ids(clock);
        conversation = new Conversation(ids);
        media = new Media(ids);
        shelves = new Shelves(ids);
        bedrock = new Bedrock(new Author(ids), media);
        own = new OwnForms(ids, new Author(ids), media);
    }

    Ids ids() {
        return ids;
    }

    Answer answer(Ask ask) {
        Optional<Google.Place> google = Google.place(ask.path());
        Place place = google.map(Place::of).orElseGet(() -> Place.of(ask.path()));
        try {
            return answer(ask, place);
        } catch (JsonProblem | IllegalArgumentException e) {
            return refuse(Fault.invalid(String.valueOf(e.getMessage())), place);
        }
    }

    private Answer answer(Ask ask, Place place) {
        return switch (place.tail()) {
            case "models" -> models();
            case "chat/completions", "completions", "responses", "messages", "messages/count_tokens" ->
                withBody(ask, place, Members.of(ask.body()));
            case Place.CONTENTS -> withBody(ask, place, Members.of(ask.body()));
            case "embeddings", "moderations", "rerank", "images/generations", "audio/speech" ->
                withBody(ask, place, Members.of(ask.body()));
            case "converse", "converse-stream", "v2/chat", "v2/embed", "v2/rerank", "api/chat", "api/embed" ->
                withBody(ask, place, Members.of(ask.body()));
            case "invoke" ->
                bedrock.invoke(Members.of(ask.body()), new Chosen(place.deployment(), new Behaviour.Normal()));
            case "api/tags" -> Answer.Whole.json(200, "{\"models\":[{\"name\":\"sim-1\"}]}");
            case "pipeline/feature-extraction" -> own.features(Members.of(ask.body()));
            case "foundation-models" -> Answer.Whole.json(200, "{\"modelSummaries\":[{\"modelId\":\"sim-1\"}]}");
            case "images/edits", "images/variations", "audio/transcriptions", "audio/translations" ->
                withForm(place, Multipart.of(ask.header("content-type").orElse(""), ask.body()));
            default -> place.tail().startsWith("models/") ? model(place) : shelves.answer(ask, place.tail());
        };
    }

    private Answer withBody(Ask ask, Place place, Members body) {
        String model = place.deployment().isEmpty() ? body.text("model") : place.deployment();
        return asked(model, place, chosen -> switch (place.tail()) {
            case "chat/completions" -> conversation.chat(ask, body, chosen);
            case "completions" -> conversation.completion(ask, body, chosen);
            case "responses" -> conversation.response(ask, body, chosen);
            case "messages" -> conversation.message(ask, body, chosen);
            case "messages/count_tokens" -> Conversation.countTokens(body);
            case "v2/chat" -> own.cohere(ask, body, chosen);
            case "v2/embed" -> own.cohereEmbeddings(body);
            case "api/chat" -> own.ollama(ask, body, chosen);
            case "api/embed" -> own.ollamaEmbeddings(body);
            case "converse", "converse-stream" -> bedrock.converse(ask, body, chosen);
            case Place.CONTENTS -> contents(ask, body, chosen);
            case "embeddings" -> media.embeddings(body, chosen);
            case "rerank", "v2/rerank" -> Ranking.answer(body, chosen);
            case "moderations" -> media.moderation(body, chosen);
            case "audio/speech" -> Audio.speech(body);
            default ->
                media.images(body.json("prompt").textOr(""), body.json("n").longOr(1), body.text("response_format"));
        });
    }

    private Answer contents(Ask ask, Members body, Chosen chosen) {
        Google.Place place = Google.place(ask.path()).orElseThrow();
        return switch (place.method()) {
            case "countTokens" -> Google.countTokens(body);
            case "batchEmbedContents" -> media.contentEmbeddings(body);
            case "embedContent" -> media.contentEmbedding(body);
            case "predict" -> media.predictions(body);
            default -> conversation.contents(ask, body, chosen, place);
        };
    }

    private Answer withForm(Place place, Multipart form) {
        String model = place.deployment().isEmpty() ? form.field("model") : place.deployment();
        return asked(model, place, _ -> switch (place.tail()) {
            case "audio/transcriptions" -> Audio.transcript(form, "transcript");
            case "audio/translations" -> Audio.transcript(form, "translation");
            default -> {
                String count = form.field("n");
                yield media.images(
                        form.field("prompt"),
                        count.isEmpty() ? 1 : Long.parseLong(count),
                        form.field("response_format"));
            }
        });
    }

    private interface Operation {
        Answer answer(Chosen chosen);
    }

    /// Lets behaviours that replace an answer do so, and the others disturb it.
    private Answer asked(String model, Place place, Operation operation) {
        Optional<Behaviour> found = behaviours.get(model, Behaviours::of);
        if (found.isEmpty()) {
            return refuse(Fault.noModel(), place);
        }
        Behaviour behaviour = found.get();
        return switch (behaviour) {
            case Behaviour.Silent _ -> new Answer.Nothing();
            case Behaviour.Cut(int events) when events == 0 -> new Answer.Reset();
            case Behaviour.Html _ -> Answer.Whole.of(200, "text/html", Bytes.of("<html><body>Sign in</body></html>"));
            case Behaviour.JsonError _ -> Answer.Whole.json(200, body(Fault.ofStatus(503), place));
            case Behaviour.Refusing(int status, String retryAfter) -> {
                Answer.Whole refusal = refuse(Fault.ofStatus(status), place);
                yield retryAfter.isEmpty() ? refusal : refusal.with("retry-after", retryAfter);
            }
            case Behaviour.Recovering(int most) when failuresOf(model) <= most -> refuse(Fault.ofStatus(503), place);
            default -> disturbed(operation.answer(new Chosen(model, behaviour)), behaviour, place);
        };
    }

    private Answer disturbed(Answer answer, Behaviour behaviour, Place place) {
        boolean breaksOff = behaviour instanceof Behaviour.ErrorEvent && answer instanceof Answer.Whole;
        return breaksOff ? refuse(Fault.inStream(), place) : Disturbance.of(answer, behaviour);
    }

    private int failuresOf(String model) {
        return failures.get(model, _ -> new AtomicInteger()).incrementAndGet();
    }

    private Answer models() {
        JsonArray all = Json.array();
        LISTED.forEach(id -> all.add(shown(id)));
        return Answer.Whole.json(
                200,
                Json.object()
                        .put("object", "list")
                        .put("data", all)
                        .put("has_more", false)
                        .toJson()
                        .toString());
    }

    private Answer model(Place place) {
        String id = place.tail().substring("models/".length());
        return Behaviours.of(id).isPresent()
                ? Answer.Whole.json(200, shown(id).toJson().toString())
                : refuse(Fault.noModel(), place);
    }

    private JsonObject shown(String id) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", ids.seconds())
                .put("owned_by", "simulated");
    }

    private Answer.Whole refuse(Fault fault, Place place) {
        return new Answer.Whole(
                fault.status(),
                List.of(new Header("content-type", "application/json"), new Header("x-request-id", ids.next("req_"))),
                Bytes.of(body(fault, place)),
                Duration.ZERO);
    }

    private static String body(Fault fault, Place place) {
        return switch (place.tail()) {
            case "messages", "messages/count_tokens" -> fault.anthropic();
            case Place.CONTENTS -> fault.google();
            case "converse", "converse-stream", "invoke", "v2/chat", "v2/embed", "v2/rerank", "api/chat", "api/embed" ->
                fault.plain();
            default -> fault.openAi();
        };
    }

    /// What a path asks for.
    ///
    /// @param tail the operation, such as `chat/completions`
    /// @param deployment the model when the path names it, empty otherwise
    private record Place(String tail, String deployment) {
        private static final String CONTENTS = "contents";
        private static final String DEPLOYMENTS = "/deployments/";
        private static final String VERSION = "/v1/";
        private static final String COMPATIBLE = "/v1beta/openai/";
        private static final String RESOURCE = "/openai/";
        private static final String MODEL = "/model/";
        private static final String FEATURES = "/pipeline/feature-extraction";

        static Place of(Google.Place place) {
            if (place.countsMessage()) {
                return new Place("messages/count_tokens", "");
            }
            return new Place(place.isOfAnthropic() ? "messages" : CONTENTS, place.model());
        }

        static Place of(String path) {
            int act = path.lastIndexOf('/');
            if (path.startsWith(MODEL) && act > MODEL.length()) {
                String model = URLDecoder.decode(path.substring(MODEL.length(), act), StandardCharsets.UTF_8);
                return new Place(path.substring(act + 1), model);
            }
            int deployments = path.indexOf(DEPLOYMENTS);
            int slash = deployments < 0 ? -1 : path.indexOf('/', deployments + DEPLOYMENTS.length());
            if (slash > 0) {
                return new Place(path.substring(slash + 1), path.substring(deployments + DEPLOYMENTS.length(), slash));
            }
            if (path.endsWith(FEATURES)) {
                return new Place(FEATURES.substring(1), "");
            }
            int version = path.indexOf(VERSION);
            if (version >= 0) {
                return new Place(path.substring(version + VERSION.length()), "");
            }
            String under = Stream.of(COMPATIBLE, RESOURCE)
                    .filter(path::startsWith)
                    .findFirst()
                    .orElse("/");
            return new Place(path.substring(under.length()), "");
        }
    }
}
